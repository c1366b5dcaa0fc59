//! The binary form of a catalog: header, table of types, one pool of words that holds every node, text.
//! A node is a run of words named by the place of its first one; equal nodes are stored once.

/// The first bytes of a catalog file.
pub(crate) const MAGIC: [u8; 8] = *b"INFRACAT";
/// The version of this layout.
pub(crate) const FORMAT: u32 = 1;
/// Bytes before the table of types.
pub(crate) const HEADER: usize = 56;
/// Where the checksum stands in the header; it is left out of itself.
pub(crate) const CHECKSUM: std::ops::Range<usize> = 44..52;

/// The words of the header, counted from the start of the file.
pub(crate) mod header {
    pub(crate) const FORMAT: usize = 2;
    pub(crate) const FAMILY: usize = 3;
    pub(crate) const NAME: usize = 4;
    pub(crate) const SOURCE: usize = 5;
    pub(crate) const VERSION: usize = 6;
    pub(crate) const TYPES: usize = 7;
    pub(crate) const WORDS: usize = 8;
    pub(crate) const TEXTS: usize = 9;
    pub(crate) const TEXT_BYTES: usize = 10;
}

/// The words of one record in the table of types.
pub(crate) mod record {
    pub(crate) const CLASS: u32 = 0;
    pub(crate) const NAME: u32 = 1;
    pub(crate) const GROUP: u32 = 2;
    pub(crate) const VERSION: u32 = 3;
    pub(crate) const SHAPE: u32 = 4;
    pub(crate) const FLAGS: u32 = 5;
    pub(crate) const PLURAL: u32 = 6;
    pub(crate) const RETURNS: u32 = 7;
    pub(crate) const SIZE: u32 = 8;

    pub(crate) const DEPRECATED: u32 = 1;
    pub(crate) const NAMESPACED: u32 = 2;
    pub(crate) const CLUSTER: u32 = 4;
}

/// A shape: kind and bits, payload, facts.
pub(crate) mod shape {
    pub(crate) const HEAD: u32 = 0;
    pub(crate) const PAYLOAD: u32 = 1;
    pub(crate) const FACTS: u32 = 2;
    pub(crate) const NULLABLE: u32 = 1 << 8;

    pub(crate) const ANY: u32 = 0;
    pub(crate) const STRING: u32 = 1;
    pub(crate) const NUMBER: u32 = 2;
    pub(crate) const INTEGER: u32 = 3;
    pub(crate) const BOOL: u32 = 4;
    pub(crate) const QUANTITY: u32 = 5;
    pub(crate) const INT_OR_STRING: u32 = 6;
    pub(crate) const LIST: u32 = 7;
    pub(crate) const SET: u32 = 8;
    pub(crate) const MAP: u32 = 9;
    pub(crate) const OBJECT: u32 = 10;
    pub(crate) const UNION: u32 = 11;
    pub(crate) const TUPLE: u32 = 12;
    pub(crate) const NAMED: u32 = 13;
}

/// A field: name, shape, bits, extra facts that belong to the field alone.
pub(crate) mod field {
    pub(crate) const NAME: u32 = 0;
    pub(crate) const SHAPE: u32 = 1;
    pub(crate) const FLAGS: u32 = 2;
    pub(crate) const EXTRA: u32 = 3;

    pub(crate) const REQUIRED: u32 = 1;
    pub(crate) const OPTIONAL: u32 = 2;
    pub(crate) const COMPUTED: u32 = 4;
    pub(crate) const SENSITIVE: u32 = 8;
    pub(crate) const WRITE_ONLY: u32 = 16;
    pub(crate) const DEPRECATED: u32 = 32;
    pub(crate) const BLOCK: u32 = 64;
    pub(crate) const FIXED: u32 = 128;
    pub(crate) const VARIADIC: u32 = 256;
    /// Of a nested attribute, or inside of one: blocks can't say it.
    pub(crate) const INLINE: u32 = 512;
    /// Two bits each: 0 unknown, 1 no, 2 yes.
    pub(crate) const REPLACE: u32 = 16;
    pub(crate) const REPLACE_ADD: u32 = 18;
    pub(crate) const REPLACE_REMOVE: u32 = 20;
}

/// A block: bits, number of fields, shape of what is not listed, rules, then the fields.
pub(crate) mod block {
    pub(crate) const FLAGS: u32 = 0;
    pub(crate) const COUNT: u32 = 1;
    pub(crate) const REST: u32 = 2;
    pub(crate) const RULES: u32 = 3;
    pub(crate) const FIELDS: u32 = 4;

    /// Keys that are not listed are taken.
    pub(crate) const OPEN: u32 = 1;
    /// Keys that begin with `x-` are taken.
    pub(crate) const EXTENSIONS: u32 = 2;
    /// Fields stand in their own order (parameters), not in that of their names.
    pub(crate) const ORDERED: u32 = 4;
}

/// What a node of facts may hold: a mask, then one word for each bit below `FLAGS` that is set.
pub(crate) mod slot {
    pub(crate) const ENUM: u32 = 0;
    pub(crate) const ALSO: u32 = 1;
    pub(crate) const MIN: u32 = 2;
    pub(crate) const MAX: u32 = 3;
    pub(crate) const RANGES: u32 = 4;
    pub(crate) const MIN_LENGTH: u32 = 5;
    pub(crate) const MAX_LENGTH: u32 = 6;
    pub(crate) const MIN_ITEMS: u32 = 7;
    pub(crate) const MAX_ITEMS: u32 = 8;
    pub(crate) const FORMAT: u32 = 9;
    pub(crate) const PATTERNS: u32 = 10;
    pub(crate) const CHARS: u32 = 11;
    pub(crate) const FIRST: u32 = 12;
    pub(crate) const LAST: u32 = 13;
    pub(crate) const NOT_TWICE: u32 = 14;
    pub(crate) const STEP: u32 = 15;
    pub(crate) const MERGE_KEYS: u32 = 16;
    pub(crate) const KEY_PATTERN: u32 = 17;
    pub(crate) const EXAMPLE: u32 = 18;
    pub(crate) const DEFAULT: u32 = 19;
    pub(crate) const REPLACE_WHY: u32 = 20;
    pub(crate) const REPLACE_PAIRS: u32 = 21;
    /// How many slots there are.
    pub(crate) const COUNT: u32 = 22;

    pub(crate) const IGNORE_CASE: u32 = 1 << 24;
    pub(crate) const ENUM_OPEN: u32 = 1 << 25;
    pub(crate) const UNIQUE: u32 = 1 << 26;
    pub(crate) const GUESSED: u32 = 1 << 27;
    pub(crate) const ABOVE_MIN: u32 = 1 << 28;
    pub(crate) const BELOW_MAX: u32 = 1 << 29;
}

/// The two upper bits of a scalar's word say what the text below is; all bits set is no scalar.
pub(crate) mod scalar {
    pub(crate) const TEXT: u32 = 0;
    pub(crate) const NUMBER: u32 = 1;
    pub(crate) const BOOL: u32 = 2;
    pub(crate) const JSON: u32 = 3;
    pub(crate) const SHIFT: u32 = 30;
    pub(crate) const NONE: u32 = u32::MAX;
}

/// A rule: kind, number of paths, paths.
pub(crate) mod rule {
    pub(crate) const AT_MOST_ONE: u32 = 0;
    pub(crate) const EXACTLY_ONE: u32 = 1;
    pub(crate) const AT_LEAST_ONE: u32 = 2;
    pub(crate) const NEEDS: u32 = 3;
}

/// FNV-1a over the whole file but for the checksum itself.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let kept = bytes.iter().enumerate().filter(|(at, _)| !CHECKSUM.contains(at));
    kept.fold(start, |sum, (_, byte)| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
