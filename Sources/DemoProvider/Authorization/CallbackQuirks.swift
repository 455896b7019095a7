import OAuthCore

/// How a response at `/quirk/authorize` differs from RFC 6749's (`QuirkController`).
struct CallbackQuirks: Sendable, Equatable {
    /// The name that the code comes under.
    var codeName = "code"
    /// What comes with it: a `realmId`, a host.
    var more: [Parameter] = []

    init(_ form: Form = Form(parameters: [])) {
        codeName = form["code_name"] ?? "code"
        more = form.parameters.filter { $0.name == "extra" }.map { pair in
            let parts = pair.value.split(separator: ":", maxSplits: 1).map(String.init)
            return Parameter(parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }
    }
}
