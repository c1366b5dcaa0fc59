//! Interned strings.

use bitcode::{Decode, Encode};
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// An interned string: equal symbols are equal strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Symbol(pub u32);

/// Strings, in one buffer; perhaps on top of others that stay as they are.
#[derive(Clone, Debug)]
pub struct Symbols {
    base: Option<Arc<Symbols>>,
    /// How many symbols the base has.
    offset: u32,
    text: String,
    ends: Vec<u32>,
    /// Hash of a string to the first symbol with it; the rest follow in `same`.
    table: FxHashMap<u64, Symbol>,
    same: FxHashMap<Symbol, Symbol>,
}

impl Symbols {
    /// The symbol of the empty string, always there.
    pub const EMPTY: Symbol = Symbol(0);

    /// Symbols that know all of `base` and add their own.
    pub fn over(base: Arc<Symbols>) -> Self {
        let offset = base.len();
        Self { base: Some(base), offset, ..Self::bare() }
    }

    /// The symbols of strings, all different, the empty one first: one behind the other in `text`, and where each ends.
    pub fn of(text: String, ends: Vec<u32>) -> Self {
        let mut symbols = Self { text, ends, ..Self::bare() };
        symbols.table.reserve(symbols.ends.len());
        for at in 0..symbols.ends.len() as u32 {
            symbols.enter(hash_of(symbols.get(Symbol(at))), Symbol(at));
        }
        symbols
    }

    /// What `of` takes: those that it added to its base.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    fn bare() -> Self {
        let (table, same) = (FxHashMap::default(), FxHashMap::default());
        Self { base: None, offset: 0, text: String::new(), ends: Vec::new(), table, same }
    }

    /// How many there are.
    fn len(&self) -> u32 {
        self.offset + self.ends.len() as u32
    }

    /// The symbol of a string, made if need be.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let hash = hash_of(text);
        if let Some(symbol) = self.find_hashed(text, hash) {
            return symbol;
        }
        let symbol = Symbol(self.len());
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        self.enter(hash, symbol);
        symbol
    }

    fn enter(&mut self, hash: u64, symbol: Symbol) {
        if let Some(mut last) = self.table.get(&hash).copied() {
            while let Some(next) = self.same.get(&last) {
                last = *next;
            }
            self.same.insert(last, symbol);
        } else {
            self.table.insert(hash, symbol);
        }
    }

    /// The symbol of a string that is already there.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.find_hashed(text, hash_of(text))
    }

    fn find_hashed(&self, text: &str, hash: u64) -> Option<Symbol> {
        if let Some(symbol) = self.base.as_deref().and_then(|base| base.find_hashed(text, hash)) {
            return Some(symbol);
        }
        let mut found = self.table.get(&hash).copied()?;
        while self.get(found) != text {
            found = self.same.get(&found).copied()?;
        }
        Some(found)
    }

    /// The string of a symbol.
    pub fn get(&self, symbol: Symbol) -> &str {
        let Some(at) = symbol.0.checked_sub(self.offset) else {
            return self.base.as_deref().map_or("", |base| base.get(symbol));
        };
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(0) };
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
}

impl Default for Symbols {
    fn default() -> Self {
        let mut symbols = Self::bare();
        symbols.intern("");
        symbols
    }
}

fn hash_of(text: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_has_one_symbol() {
        let mut symbols = Symbols::default();
        let a = symbols.intern("db");
        assert_eq!(symbols.intern("db"), a);
        assert_eq!(symbols.get(a), "db");
        assert_eq!(symbols.intern(""), Symbols::EMPTY);
        assert_eq!(symbols.find("cache"), None);
        let mut more = Symbols::over(Arc::new(symbols));
        assert_eq!(more.intern("db"), a);
        let b = more.intern("cache");
        assert_eq!((more.get(a), more.get(b)), ("db", "cache"));
    }
}
