//! The numbers by which phases name things to each other.

use bitcode::{Decode, Encode};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        pub struct $name(pub $inner);

        impl $name {
            /// Its place in the table it numbers.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A checked expression of the program.
    ExprId(u32);
    /// A record type of the program.
    RecordId(u32);
    /// A union type of the program.
    UnionId(u32);
    /// A case of a union, counted within it.
    CaseId(u16);
    /// A component of the program.
    ComponentId(u32);
    /// A declared target of the program.
    TargetId(u32);
    /// An output of a component, counted within it.
    OutId(u16);
    /// An instance of one environment.
    InstanceId(u32);
    /// A layer of one environment: 0 is the component's default, 1 the spec, then the environments of the chain.
    LayerId(u16);
}
