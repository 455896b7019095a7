import OAuthCore
import OAuthLua

/// What a file defines. Of several definitions with one name the last counts, in the place of the first.
struct DefinedConnections {
    /// What to call the file in a message.
    let place: String
    private var entries: [ConnectionTable.Entry] = []

    init(_ entries: [ConnectionTable.Entry], in place: String) {
        self.place = place
        for entry in entries {
            if let index = self.entries.firstIndex(where: { $0.definition.name == entry.definition.name }) {
                self.entries[index] = entry
            } else {
                self.entries.append(entry)
            }
        }
    }

    /// The one of that name, or all of them where there is none to pick.
    func chosen(_ name: String?) throws(OAuthError) -> [ConnectionTable.Entry] {
        guard let name else {
            if !entries.isEmpty { return entries }
            throw OAuthError(
                .config, "\(place) defines no connection before its first request",
                advice: "Define it with oauth.connection { name = \"…\", … }")
        }
        if let entry = entries.first(where: { $0.definition.name == name }) { return [entry] }
        throw OAuthError(.config, "\(place) defines no connection '\(name)'", advice: advice(for: name))
    }

    private func advice(for name: String) -> String {
        let names = entries.map(\.definition.name)
        if let nearest = NearestName.of(name, in: names) { return "Did you mean '\(nearest)'?" }
        return names.isEmpty ? "It defines none" : "It defines \(names.map { "'\($0)'" }.joined(separator: ", "))"
    }
}
