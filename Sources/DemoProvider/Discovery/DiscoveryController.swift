import HTTPTypes
import Hummingbird

/// The documents by which a client finds the rest: OpenID Connect Discovery 1.0 §4 and RFC 8414 §3, for the provider and
/// for each tenant, whose issuer has a path; and the keys they point to.
struct DiscoveryController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        let paths = [
            "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server",
            // The path of the issuer goes before the well-known part in OpenID Connect, and behind it in RFC 8414 §3.1.
            "/tenant/{tenant}/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/tenant/{tenant}",
            "/.well-known/openid-configuration/tenant/{tenant}",
        ]
        for path in paths {
            router.get(RouterPath(path)) { _, context in
                Response.json(await document(context.parameters.get("tenant")), headers: await cached())
            }
        }
        router.get("/jwks") { _, _ in Response.json(await state.keySet(), headers: await cached()) }
    }

    private func cached() async -> HTTPFields { [.cacheControl: "max-age=\(await state.behaviour.metadataMaxAge)"] }

    private func document(_ tenant: String?) async -> JSON {
        let options = await state.options
        let own = await state.endpoints
        let base = await state.issuer(tenant: tenant)
        return ServerMetadata(
            endpoints: own, issuer: options.behaviour.metadataIssuer ?? base, base: base, options: options
        ).json
    }
}
