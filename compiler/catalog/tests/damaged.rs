//! Damaged catalogs: an error when they are opened or verified, or empty answers, never a panic and always an end.

use infra_catalog::import::{self, Label};
use infra_catalog::{Catalog, CatalogError, Class, describe, list};

const PROVIDER: &str = include_str!("data/provider.json");
const FACTS: &str = include_str!("data/facts.json");
const CLUSTER: &str = include_str!("data/cluster-v2.json");

fn files() -> Vec<Vec<u8>> {
    let provider = import::terraform(&[PROVIDER], Some(FACTS), Label::default()).expect("the provider is imported");
    let cluster = import::kubernetes(&[CLUSTER], Label::default()).expect("the kinds are imported");
    provider.into_iter().chain([cluster]).map(|made| made.bytes).collect()
}

/// Reads all that can be read.
fn read(catalog: &Catalog) -> usize {
    let texts: usize = catalog.types().map(|found| describe(found).len()).sum();
    let wanted = ["toy_robot", "Robot@v1", "", "@", "/", ".", "a.b.c"];
    let found = wanted.iter().filter(|name| Class::all().iter().any(|class| catalog.resource(*class, name).is_some()));
    texts + list(catalog).len() + found.count()
}

/// Numbers without an end, the same at every run.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::from_fn(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(usize::try_from(state >> 33).unwrap_or(0))
    })
}

#[test]
fn a_file_that_is_cut_off_does_not_open() {
    for file in files() {
        for length in 0..file.len() {
            let cut = file.get(..length).unwrap_or_default().to_vec();
            assert!(Catalog::open(cut).is_err(), "opened with {length} of {} bytes", file.len());
        }
        let longer = [file.as_slice(), &[0]].concat();
        assert!(matches!(Catalog::open(longer), Err(CatalogError::Length { .. })));
    }
}

#[test]
fn a_changed_byte_is_an_error_or_read_without_a_panic() {
    for file in files() {
        for at in 0..file.len() {
            let mut changed = file.clone();
            if let Some(byte) = changed.get_mut(at) {
                *byte ^= 0x5a;
            }
            if let Ok(catalog) = Catalog::open(changed) {
                assert_eq!(catalog.verify(), Err(CatalogError::Checksum), "byte {at} was changed");
                if at % 7 == 0 {
                    read(&catalog);
                }
            }
        }
    }
}

#[test]
fn many_changed_bytes_are_read_without_a_panic() {
    for file in files() {
        let mut random = numbers(7);
        for _ in 0..150 {
            let mut changed = file.clone();
            let places: Vec<usize> = random.by_ref().take(12).collect();
            for place in places {
                let at = 56 + place % (file.len() - 56);
                if let Some(byte) = changed.get_mut(at) {
                    *byte = u8::try_from(place % 256).unwrap_or(0);
                }
            }
            if let Ok(catalog) = Catalog::open(changed) {
                read(&catalog);
            }
        }
    }
}

#[test]
fn errors_say_what_is_wrong_with_a_file() {
    let file = files().remove(0);
    let says = |bytes: Vec<u8>| Catalog::open(bytes).map(|_| ()).map_err(|error| error.to_string());
    assert!(says(b"PNG".to_vec()).is_err_and(|text| text.contains("found another kind of file")));
    let mut newer = file.clone();
    if let Some(byte) = newer.get_mut(8) {
        *byte = 9;
    }
    assert_eq!(says(newer), Err("expected a catalog of layout 1, found layout 9: import it again".to_owned()));
    assert_eq!(says(file), Ok(()));
}
