//! Who somebody is, by the claims of their provider.

use super::super::role::{Person, Role};
use super::OidcConfig;
use contract::{Entry, Lock};
use serde_json::Value;

impl OidcConfig {
    /// Who has these claims.
    ///
    /// # Errors
    /// They have no name, are of another tenant, or a claim that says what they see is missing.
    pub(super) fn person(&self, claims: &Value, tenant: &str) -> Result<Person, String> {
        let name_claim = self.name_claim.as_deref().unwrap_or("sub");
        let name = texts(claims, name_claim).into_iter().next().filter(|name| Entry::is_name(name));
        let name = name.ok_or_else(|| format!("the claim {name_claim} has no name"))?.to_owned();
        let of = |claim: &Option<String>| claim.as_ref().map(|claim| texts(claims, claim));
        if of(&self.tenant_claim).is_some_and(|tenants| !tenants.contains(&tenant)) {
            return Err(format!("{name} is not of tenant {tenant}"));
        }
        let role = Role::of_groups(&self.roles, &of(&self.groups_claim).unwrap_or_default());
        let mut lock = Lock::default();
        if role == Role::Viewer {
            let parts =
                [(&self.category_claim, &mut lock.category), (&self.location_claim, &mut lock.location)];
            for (claim, part) in parts {
                *part = of(claim).unwrap_or_default().into_iter().map(str::to_owned).collect();
                // Without the claim they would see all.
                if let Some(claim) = claim.as_ref().filter(|_| part.is_empty()) {
                    return Err(format!("{name} has no claim {claim}"));
                }
            }
        }
        Ok(Person { name, role, lock: lock.in_order() })
    }
}

/// The texts of a claim: one, or a list.
fn texts<'a>(claims: &'a Value, path: &str) -> Vec<&'a str> {
    // Some providers name claims by addresses, which have dots.
    let found = claims.get(path).or_else(|| path.split('.').try_fold(claims, |value, name| value.get(name)));
    match found {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn config() -> OidcConfig {
        let roles = [(Role::Analyst, vec!["stock".to_owned()]), (Role::Admin, vec!["it".to_owned()])];
        OidcConfig {
            issuer: "https://login.example".into(),
            client_id: "granary".into(),
            client_secret_file: None,
            site: "https://granary.example".into(),
            scopes: Vec::new(),
            name_claim: Some("email".into()),
            groups_claim: Some("realm_access.roles".into()),
            roles: roles.into_iter().collect(),
            tenant_claim: Some("https://granary.example/tenants".into()),
            category_claim: None,
            location_claim: Some("shops".into()),
        }
    }

    #[test]
    fn claims_give_the_highest_role_and_a_viewers_part() {
        let claims = |groups: Value, shops: Value| {
            json!({ "sub": "1", "email": "ada@example.com", "realm_access": { "roles": groups },
                    "https://granary.example/tenants": ["main", "north"], "shops": shops })
        };
        let of = |groups: Value, shops: Value| config().person(&claims(groups, shops), "main");
        let admin = of(json!(["stock", "it"]), json!(null)).expect("a person");
        assert_eq!(
            (admin.name.as_str(), admin.role, admin.lock),
            ("ada@example.com", Role::Admin, Lock::default())
        );
        assert_eq!(of(json!("stock"), json!(null)).map(|person| person.role), Ok(Role::Analyst));
        let viewer = of(json!([]), json!(["UK", "DE"])).expect("a person");
        assert_eq!(
            (viewer.role, viewer.lock.location),
            (Role::Viewer, vec!["DE".to_owned(), "UK".to_owned()])
        );
    }

    #[test]
    fn who_lacks_a_claim_does_not_come_in() {
        let whole = json!({ "email": "ada", "shops": ["UK"], "https://granary.example/tenants": "main" });
        assert!(config().person(&whole, "main").is_ok());
        for (claim, value) in [
            ("email", json!(null)),
            ("email", json!("")),
            ("email", json!("a\nb")),
            ("shops", json!([])),
            ("shops", json!({ "UK": true })),
            ("https://granary.example/tenants", json!("other")),
            ("https://granary.example/tenants", json!(null)),
        ] {
            let mut claims = whole.clone();
            claims[claim] = value.clone();
            assert!(config().person(&claims, "main").is_err(), "{claim} {value}");
        }
    }
}
