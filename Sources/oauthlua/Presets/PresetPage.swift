import OAuthCore
import OAuthLua

/// A preset as a person reads it before signing in for the first time: what to know, what to write, then all the rest.
struct PresetPage {
    let preset: Preset

    func write(to page: inout PageText) {
        page.heading(preset.name)
        page.paragraph(
            preset.isVerified
                ? "Verified: independent sources agree on its addresses."
                : "Unverified: no two sources agree on these addresses. "
                    + "Compare them with the provider's documentation.")
        for note in preset.notes { page.item(note) }

        page.heading("Write")
        page.code(definition)
        let links = [
            ("client id", preset.consoleURL), ("documentation", preset.values["docs_url"]?.text),
            ("aliases", preset.aliases.isEmpty ? nil : preset.aliases.joined(separator: ", ")),
        ]
        let known = links.compactMap { name, text in text.map { (name: name, text: $0) } }
        if !known.isEmpty { page.heading("See") }
        page.entries(known)

        if !preset.variables.isEmpty { page.heading("Variables") }
        page.entries(preset.variables.sorted { $0.key < $1.key }.map { ($0.key, Self.text(of: $0.value)) })

        let scopes = preset.values["scopes"]?.table ?? [:]
        if !scopes.isEmpty { page.heading("Scopes") }
        page.entries(scopes.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text ?? "") })

        page.heading("Fields")
        page.entries(PresetListing.fields(of: preset))
    }

    /// A definition to copy.
    private var definition: [String] {
        let stem = String(preset.id.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
        var lines = ["oauth.connection {", "  preset = \"\(preset.id)\","]
        for (name, variable) in preset.variables.sorted(by: { $0.key < $1.key })
        where variable.standard == nil && !variable.isLearned {
            let value =
                variable.isSecret ? "secret \"\(stem)_\(name.uppercased())\"" : "\"\(variable.choices.first ?? "…")\""
            lines.append("  \(name) = \(value), -- \(variable.description)")
        }
        if preset.values["client_id"] == nil { lines.append("  client_id = secret \"\(stem)_CLIENT_ID\",") }
        if preset.values["client_secret"] == nil, preset.values["client_auth"]?.text != "none" {
            lines.append("  client_secret = secret \"\(stem)_CLIENT_SECRET\",")
        }
        return lines + ["}"]
    }

    private static func text(of variable: PresetVariable) -> String {
        var text = variable.description
        if let standard = variable.standard { text += "; \(standard) if not given" }
        if !variable.choices.isEmpty { text += "; one of \(variable.choices.joined(separator: ", "))" }
        if variable.isLearned { text += "; comes with the sign-in if not given" }
        return text
    }
}
