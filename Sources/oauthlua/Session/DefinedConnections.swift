import OAuthCore
import OAuthLua

/// What a file defines. Of several definitions with one name the last counts, in the place of the first.
struct DefinedConnections {
    /// What to call the file in a message.
    let place: String
    private var definitions: [ConnectionDefinition] = []

    init(_ entries: [ConnectionTable.Entry], in place: String) {
        self.place = place
        for definition in entries.map(\.definition) {
            if let index = definitions.firstIndex(where: { $0.name == definition.name }) {
                definitions[index] = definition
            } else {
                definitions.append(definition)
            }
        }
    }

    /// The one of that name, or all of them where there is none to pick.
    func chosen(_ name: String?) throws(OAuthError) -> [ConnectionDefinition] {
        guard let name else {
            if !definitions.isEmpty { return definitions }
            throw OAuthError(
                .config, "\(place) defines no connection before its first request",
                advice: "Define it with oauth.connection { name = \"…\", … }")
        }
        if let definition = definitions.first(where: { $0.name == name }) { return [definition] }
        throw OAuthError(.config, "\(place) defines no connection '\(name)'", advice: advice(for: name))
    }

    private func advice(for name: String) -> String {
        let names = definitions.map(\.name)
        if let nearest = NearestName.of(name, in: names) { return "Did you mean '\(nearest)'?" }
        return names.isEmpty ? "It defines none" : "It defines \(names.map { "'\($0)'" }.joined(separator: ", "))"
    }
}
