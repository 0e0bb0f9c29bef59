//! Inputs that are worth changing, and ways to change them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

/// Largest input, in bytes.
pub(crate) const INPUT_BYTES_MAX: usize = 1 << 16;
/// Largest number of changes to an input.
const EDITS_MAX: usize = 8;

/// An input, as it is or changed.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it comes from: a file of the repository, a line of one, or a part of one.
    pub(crate) origin: String,
    pub(crate) bytes: Vec<u8>,
}

impl Input {
    /// The input as text; what is not UTF-8 becomes replacement characters.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// Inputs, and texts that mean something in their language.
pub(crate) struct Corpus {
    inputs: Vec<Input>,
    words: &'static [&'static str],
}

impl Corpus {
    /// A corpus without inputs.
    pub(crate) fn new(words: &'static [&'static str]) -> Corpus {
        Corpus { inputs: Vec::new(), words }
    }

    /// Adds an input.
    pub(crate) fn with(mut self, origin: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Corpus {
        self.inputs.push(Input { origin: origin.into(), bytes: bytes.into() });
        self
    }

    /// Adds the files of a folder whose names end in one of these ways.
    pub(crate) fn files(self, folder: &str, ends: &[&str]) -> Corpus {
        listed(folder, ends).into_iter().fold(self, |corpus, (name, path)| {
            let bytes = fs::read(path).expect("a file");
            assert!(bytes.len() <= INPUT_BYTES_MAX, "{name} is too large to be changed a thousand times");
            corpus.with(name, bytes)
        })
    }

    /// Adds the lines of a file, an input each.
    pub(crate) fn lines(self, file: &str) -> Corpus {
        let text = fs::read_to_string(root().join(file)).expect("a text");
        text.lines()
            .zip(1..)
            .fold(self, |corpus, (line, number)| corpus.with(format!("{file}:{number}"), line))
    }

    /// The inputs as they are.
    pub(crate) fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Changes to one of the inputs.
    pub(crate) fn changes(&self) -> impl Strategy<Value = (Index, Vec<Edit>)> + use<> {
        let length = || prop_oneof![4 => 1..4_usize, 4 => 1..40_usize, 1 => 1..4_000_usize];
        let bytes = prop_oneof![
            vec(any::<u8>(), 1..4),
            select(self.words).prop_map(|word| word.as_bytes().to_vec()),
        ];
        let edit = prop_oneof![
            3 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
            4 => (any::<Index>(), bytes).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
            2 => (any::<Index>(), length()).prop_map(|(at, length)| Edit::Remove(at, length)),
            2 => (any::<Index>(), length(), length()).prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
            2 => any::<[Index; 3]>()
                .prop_flat_map(move |places| (Just(places), length()))
                .prop_map(|(places, length)| Edit::Splice(places, length)),
        ];
        (any::<Index>(), vec(edit, 1..EDITS_MAX))
    }

    /// An input with changes.
    pub(crate) fn changed(&self, of: Index, edits: &[Edit]) -> Input {
        let Input { origin, mut bytes } = of.get(&self.inputs).clone();
        for edit in edits {
            self.apply(edit, &mut bytes);
            bytes.truncate(INPUT_BYTES_MAX);
        }
        Input { origin, bytes }
    }

    fn apply(&self, edit: &Edit, bytes: &mut Vec<u8>) {
        // After the last byte is a place as well.
        let place = |at: &Index, bytes: &[u8]| at.index(bytes.len() + 1);
        match edit {
            Edit::Flip(at, bit) => {
                let at = place(at, bytes);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1_u8 << *bit;
                }
            }
            Edit::Insert(at, new) => {
                let at = place(at, bytes);
                bytes.splice(at..at, new.iter().copied());
            }
            Edit::Remove(at, length) => {
                let at = place(at, bytes);
                bytes.drain(at..bytes.len().min(at + length));
            }
            Edit::Repeat(at, length, times) => {
                let at = place(at, bytes);
                let piece = &bytes[at..bytes.len().min(at + length)];
                let times = (*times).min(INPUT_BYTES_MAX / piece.len().max(1));
                let pieces = piece.repeat(times);
                bytes.splice(at..at, pieces);
            }
            Edit::Splice([at, of, from], length) => {
                let other = &of.get(&self.inputs).bytes;
                let from = place(from, other);
                let piece = &other[from..other.len().min(from + length)];
                let at = place(at, bytes);
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
}

/// A change to an input.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// Another bit of a byte.
    Flip(Index, u8),
    /// More bytes.
    Insert(Index, Vec<u8>),
    /// Fewer bytes, by so many.
    Remove(Index, usize),
    /// So many bytes, so many times more.
    Repeat(Index, usize, usize),
    /// So many bytes of another input: the place, the other input, and where it has them.
    Splice([Index; 3], usize),
}

/// Names and paths of the files of a folder whose names end in one of these ways, in the order of their names.
pub(crate) fn listed(folder: &str, ends: &[&str]) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let fits = |path: &PathBuf| ends.iter().any(|end| path.to_string_lossy().ends_with(end));
    let mut found: Vec<_> = paths
        .filter(fits)
        .map(|path| (format!("{folder}/{}", path.file_name().unwrap_or_default().to_string_lossy()), path))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{folder} has no file that ends in {ends:?}");
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
