import HTTPTypes
import Hummingbird
import OAuthCore

extension PageQuestion {
    /// The items of the page, the same ones for the same question.
    var items: [JSON] {
        switch fault {
        case .empty: return []
        case .forever: return (from..<from + size).map(Self.item)
        case .deaf: return (0..<min(size, count)).map(Self.item)
        default:
            // What was deleted in front has moved the rest.
            let moved = fault == .shrink ? number * (size / 2) : 0
            return from + moved < count ? (from + moved..<min(from + moved + size, count)).map(Self.item) : []
        }
    }

    /// Where the next page begins, or nil behind the last.
    var next: Int? {
        switch fault {
        case .repeat where number >= 1: from
        case .loop where number >= 2: start
        case .empty: from + 1
        case .forever: from + size
        default: from + size < count ? from + size : nil
        }
    }

    private static func item(_ index: Int) -> JSON {
        [
            "id": .integer(index + 1), "title": EventTexts.title(index).map { .string($0) },
            "updated": .string(RFC3339.text(epoch + index * 60)),
            "start": ["dateTime": .string(RFC3339.text(epoch + index * 3600)), "timeZone": "UTC"],
            "location": .string(EventTexts.locations[index % EventTexts.locations.count]),
            "status": index % 11 == 3 ? "tentative" : "confirmed",
            "attendees": .list(
                (0..<index % 3).map { ["email": .string("person\($0)@example.com"), "optional": .boolean($0 == 1)] }),
        ]
    }

    func answer() throws -> Response {
        if number >= 1, fault == .refuse { throw HTTPError(.forbidden, message: "This page is not for you") }
        if number >= 1, fault == .html {
            return .bytes(Array("<!doctype html><title>Sign in</title>".utf8), type: "text/html")
        }
        if style == .page, from >= count, from > start, fault == nil {
            throw HTTPError(.notFound, message: "There is no such page")
        }
        var headers = HTTPFields()
        var body: [(String, JSON?)] = fault == .missing ? [] : [("items", .list(items))]
        switch style {
        case .link:
            headers[.link] = next.map { "<\(url(with: "page", ($0 - start) / size + 1))>; rel=\"next\"" }
        case .nextURL: body.append(("next", next.map { .string(url(with: "cursor", $0)) }))
        case .cursor:
            body += [("next", next.map { .string(String($0)) } ?? .null), ("has_more", .boolean(next != nil))]
        case .header: headers[.nextCursor] = next.map { String($0) }
        case .token: body.append(("next", next.map { .string(String($0)) }))
        case .offset: body.append(("total", .integer(max(0, count - start))))
        case .page: body.append(("total_pages", .integer((max(0, count - start) + size - 1) / size)))
        }
        return .json(
            .object(body.compactMap { name, value in value.map { .init(name: name, value: $0) } }), headers: headers)
    }

    /// The question again with another value of one parameter.
    private func url(with name: String, _ value: Int) -> String {
        let rest = query.parameters.filter { $0.name != name } + [Parameter(name, String(value))]
        let text = rest.map { "\(Form.encode($0.name))=\(Form.encode($0.value))" }.joined(separator: "&")
        return fault == .elsewhere ? "https://elsewhere.example/pages?\(text)" : "?\(text)"
    }
}

extension HTTPField.Name {
    fileprivate static let link = Self("Link")!
    fileprivate static let nextCursor = Self("X-Next")!
    static let cursor = Self("X-Cursor")!
}
