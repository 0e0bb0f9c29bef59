//! Calls within one another that the parser reads twice.
//!
//! It reads `CAST(` and its like as what they are and, when that fails, once more as a function. A mistake within ten of them
//! is read a thousand times, one within thirty would take days.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;

/// The largest number of such calls within one another.
pub(super) fn calls_read_twice<'a>(tokens: impl Iterator<Item = &'a Token>) -> u64 {
    let (mut deepest, mut depth) = (0, 0_u64);
    let (mut open, mut before) = (Vec::new(), &Token::EOF);
    for token in tokens.filter(|token| !matches!(token, Token::Whitespace(_))) {
        match token {
            Token::LParen | Token::LBracket => {
                open.push(is_read_twice(before));
                depth += u64::from(is_read_twice(before));
            }
            Token::RParen | Token::RBracket => depth -= u64::from(open.pop().unwrap_or(false)),
            _ => {}
        }
        deepest = deepest.max(depth);
        before = token;
    }
    deepest
}

fn is_read_twice(before: &Token) -> bool {
    use Keyword::{ARRAY, CASE, CAST, CEIL, CONVERT, EXTRACT, FLOOR, NOT, OVERLAY, POSITION};
    use Keyword::{SAFE_CAST, SUBSTR, SUBSTRING, TRY_CAST, TRY_CONVERT};
    let Token::Word(word) = before else { return false };
    matches!(word.keyword, ARRAY | CASE | CAST | CEIL | CONVERT | EXTRACT | FLOOR | NOT | OVERLAY | POSITION)
        || matches!(word.keyword, SAFE_CAST | SUBSTR | SUBSTRING | TRY_CAST | TRY_CONVERT)
}
