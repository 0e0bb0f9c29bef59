//! What the configuration says of a provider.

use super::super::role::Groups;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `[sign_in.oidc]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// The provider's address, as it names itself in its discovery document.
    pub issuer: String,
    /// The name under which the provider knows this server.
    pub client_id: String,
    /// File with the secret that it gave this server; none for a public client.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// This server's address, as browsers know it. People come back to `/sign-in/return` there.
    pub site: String,
    /// Scopes to ask for beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The claim that names a person; `sub` without it. Dots lead into a claim, such as `realm_access.roles`.
    #[serde(default)]
    pub name_claim: Option<String>,
    /// The claim that lists their groups.
    #[serde(default)]
    pub groups_claim: Option<String>,
    /// The groups of each role. Who is in none of them may only look.
    #[serde(default)]
    pub roles: Groups,
    /// The claim that lists the tenants that they may see.
    #[serde(default)]
    pub tenant_claim: Option<String>,
    /// The claim that lists the categories that a viewer sees.
    #[serde(default)]
    pub category_claim: Option<String>,
    /// The claim that lists the locations that a viewer sees, by id.
    #[serde(default)]
    pub location_claim: Option<String>,
}
