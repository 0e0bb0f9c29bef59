//! Exceptions from the rules for the dependency tree.

use super::repository::Repository;

const FILE: &str = "deny.toml";
/// Lists of `deny.toml` whose entries let something pass.
const LISTS: [&str; 6] = ["ignore", "exceptions", "clarify", "skip", "skip-tree", "allow-git"];

/// An exception states its date and the date to review it: `since 2026-11-28, look again 2027-05-28`.
///
/// Whether that date has passed is not checked: a test must not fail because of the clock.
pub(super) fn dated(repository: &Repository) -> Vec<String> {
    let mut problems = Vec::new();
    let (mut list, mut comment) = (None, String::new());
    for (index, line) in repository.text(FILE).unwrap_or_default().lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            comment.push_str(line);
            continue;
        }
        let key = line.split('=').next().unwrap_or(line).trim_matches(['[', ']', ' ']);
        let opened = LISTS.into_iter().find(|name| key == *name || key.ends_with(&format!(".{name}")));
        let goes_on = line.is_empty() || line.starts_with(['{', '"', ']']);
        list = opened.or(list.filter(|_| goes_on));
        // An entry stands on a line of its own, in the line of its list, or as a table: [[licenses.clarify]].
        let is_entry = line.starts_with(['{', '"'])
            || (opened.is_some() && (line.contains(['{', '"']) || line.starts_with("[[")));
        if let Some(name) = list.filter(|_| is_entry)
            && !is_dated(&format!("{comment} {line}"))
        {
            problems.push(format!(
                "{FILE}:{}: an entry of {name} without `since DATE, look again DATE` and its reason",
                index + 1
            ));
        }
        comment.clear();
        list = list.filter(|_| !line.ends_with(']'));
    }
    problems
}

/// Whether a text has the two dates in order, with a reason.
fn is_dated(text: &str) -> bool {
    let date = |mark: &str| {
        let date = text.split_once(mark)?.1.get(..10)?;
        let is_right = |(place, byte): (usize, u8)| {
            if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
        };
        date.bytes().enumerate().all(is_right).then_some(date)
    };
    let words =
        text.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).count();
    match (date("since "), date("look again ")) {
        (Some(since), Some(again)) => since < again && words > 5,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lines: &[usize]) {
        let found = dated(&Repository::of(&[(FILE, text)]));
        let expected: Vec<String> = lines.iter().map(|line| format!("{FILE}:{line}:")).collect();
        assert_eq!(found.len(), lines.len(), "{found:?}");
        assert!(
            found.iter().zip(&expected).all(|(found, expected)| found.starts_with(expected)),
            "{found:?}"
        );
    }

    #[test]
    fn an_exception_has_its_dates_and_a_reason() {
        let dates = "since 2026-11-28, look again 2027-05-28";
        let reason = "the engine replaces it with its next version";
        check(
            "[advisories]\nignore = []\nyanked = \"deny\"\n[bans]\ndeny = [\n    { crate = \"a\" },\n]\n",
            &[],
        );
        let entry = "{ id = \"RUSTSEC-2026-0001\", reason = \"";
        check(
            &format!(
                "[advisories]\nignore = [\n    {entry}{dates}: {reason}\" }},\n    {entry}old\" }},\n]\n"
            ),
            &[4],
        );
        check(
            &format!(
                "[licenses]\nexceptions = [\n    # {dates}: {reason}\n    {{ crate = \"a\" }},\n    {{ crate = \"b\" }},\n]\n"
            ),
            &[5],
        );
        check(&format!("# {dates}: {reason}\n[[licenses.clarify]]\ncrate = \"a\"\n"), &[]);
        check(
            "[[licenses.clarify]]\ncrate = \"a\"\n[advisories]\nignore = [\"RUSTSEC-2026-0001\"]\n",
            &[1, 4],
        );
        check(&format!("[bans]\nskip = [\n    # {dates}\n    {{ crate = \"a\" }},\n]\n"), &[4]);
        check(
            &format!(
                "[bans]\nskip = [\n    # since 2026-11-28, look again 2026-11-27: {reason}\n    {{ crate = \"a\" }},\n]\n"
            ),
            &[4],
        );
    }
}
