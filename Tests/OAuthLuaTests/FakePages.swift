import Foundation
import HTTPTypes
import OAuthClient

/// An API that gives its items in pages, in every style, and in the ways that should not be: `/paged/…`.
///
/// `total` (7) items `{"id": 1}` …; `size` (3) of them a page.
struct FakePages {
    var status = 200
    var body = ""
    var headers: HTTPFields = [.contentType: "application/json"]

    private let query: [String: String]
    private let request: TransportRequest

    /// - Parameter style: what follows `/paged/`.
    init(_ style: String, query: [String: String], request: TransportRequest) {
        self.query = query
        self.request = request
        switch style {
        case "link": link()
        case "next_url": nextURL()
        case "cursor": cursor(query["cursor"].flatMap(Int.init) ?? 0)
        case "header": header()
        case "body": cursor(sent("cursor") ?? sent("after", in: "variables") ?? 0)
        case "offset": slice(from: number("offset", 0), count: min(number("limit", 3), number("cap", 1000)))
        case "page": page()
        // Their numbers mean nothing to it.
        case "deaf": slice(from: 0, count: number("size", 3))
        case "clamped": slice(from: min(number("offset", 0), 3), count: 3)
        case "empty": body = "{\"items\":[],\"next\":\"\(number("cursor", 0) + 1)\"}"
        case "forever": body = "{\"items\":[{\"id\":\(number("cursor", 0))}],\"next\":\"\(number("cursor", 0) + 1)\"}"
        case "loop": body = "{\"items\":[{\"id\":1}],\"next\":\"\((number("cursor", 0) + 1) % 3)\"}"
        case "elsewhere": body = "{\"items\":[{\"id\":1}],\"next\":\"https://elsewhere.example/paged/link\"}"
        case "downgrade": body = "{\"items\":[{\"id\":1}],\"next\":\"http://api.example/paged/link\"}"
        // Pages whose second is empty, or whose ends alone are the same.
        case "gap":
            body =
                number("page", 1) == 2
                ? "{\"items\":[],\"pages\":3,\"total\":40}"
                : "{\"items\":[{\"id\":\(number("page", 1))}],\"pages\":3,\"total\":40}"
            if query["told"] != nil { headers[HTTPField.Name("X-Pages")!] = "3" }
        case "ends":
            let page = number("page", 1)
            body = page > 2 ? "{\"items\":[]}" : "{\"items\":[{\"id\":0},{\"id\":\(page)},{\"id\":0}]}"
        case "spaces":
            body = items(0, 1)
            headers[HTTPField.Name("Link")!] = "<a>; x=y" + String(repeating: " ", count: 60_000) + "z"
        case "stops":
            body =
                number("offset", 0) < 2
                ? "{\"items\":[{\"id\":1},{\"id\":2}],\"total\":4}" : "{\"items\":[],\"total\":4}"
        case "header_url":
            body = items(number("from", 0), 3)
            if number("from", 0) + 3 < total { headers[HTTPField.Name("X-Next")!] = "?from=\(number("from", 0) + 3)" }
        case "broken": broken(number("cursor", 0))
        case "lies": body = "{\"items\":[{\"id\":1}],\"has_more\":true}"
        case "odd": body = "{\"items\":[{\"id\":1}],\"next\":{\"page\":2}}"
        case "null": body = "{\"items\":null}"
        case "news": news()
        default: status = 404
        }
    }

    private func number(_ name: String, _ standard: Int) -> Int { query[name].flatMap(Int.init) ?? standard }
    private var total: Int { number("total", 7) }

    private func items(_ from: Int, _ count: Int) -> String {
        let ids = from < min(from + count, total) ? Array(from..<min(from + count, total)) : []
        return "[\(ids.map { "{\"id\":\($0 + 1),\"name\":\"n\($0 + 1)\"}" }.joined(separator: ","))]"
    }

    private mutating func slice(from: Int, count: Int) {
        let sum = query["says"] == nil ? "" : ",\"total\":\(total)"
        body = "{\"items\":\(items(from, count))\(sum)}"
    }

    private mutating func link() {
        let page = number("page", 1)
        body = items((page - 1) * 3, 3)
        guard page * 3 < total else { return }
        headers[HTTPField.Name("Link")!] =
            "</paged/link?page=1>; rel=\"first start\", <?page=\(page + 1)&total=\(total)>; title=\"a, b\"; rel=\"x next\""
    }

    private mutating func nextURL() {
        let from = number("from", 0)
        let next = from + 3 < total ? "\"?from=\(from + 3)\"" : "null"
        body = "{\"items\":\(items(from, 3)),\"@odata.nextLink\":\(next)}"
    }

    private mutating func cursor(_ from: Int) {
        let more = from + 3 < total
        body = "{\"items\":\(items(from, 3)),\"next\":\(more ? String(from + 3) : "0"),\"has_more\":\(more)}"
    }

    private mutating func header() {
        let name = HTTPField.Name("X-Cursor")!
        let from = request.headers[name].flatMap(Int.init) ?? 0
        body = "{\"items\":\(items(from, 3))}"
        if from + 3 < total { headers[HTTPField.Name("X-Next-Cursor")!] = String(from + 3) }
    }

    private mutating func page() {
        let page = number("page", 1)
        let size = number("per_page", 3)
        guard (page - 1) * size < total || page == 1 else {
            status = 404
            return
        }
        body = "{\"items\":\(items((page - 1) * size, size)),\"pages\":\((total + size - 1) / size)}"
    }

    private mutating func broken(_ cursor: Int) {
        if cursor == 2 { status = 500 }
        body = "{\"items\":[{\"id\":\(cursor)}],\"next\":\(cursor + 1)}"
    }

    /// Four rows, one of them new where there is a header `X-Round`.
    private mutating func news() {
        let times = [
            "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-02T01:00:00+01:00", "2026-01-03T00:00:00Z",
        ]
        let least = query["updatedMin"] ?? request.headers[HTTPField.Name("Updated-Min")!] ?? ""
        let rows = times.prefix(request.headers[HTTPField.Name("X-Round")!] == nil ? 3 : 4).enumerated().filter {
            $1 >= least || $0 == 2
        }
        body =
            "[\(rows.map { "{\"id\":\($0 + 1),\"updated\":\"\($1)\",\"asked\":\"\(least)\"}" }.joined(separator: ","))]"
    }

    /// A number of the JSON or form body.
    private func sent(_ name: String, in parent: String? = nil) -> Int? {
        guard case .bytes(let bytes) = request.body else { return nil }
        let object = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
        if let object {
            let fields = parent.map { object[$0] as? [String: Any] ?? [:] } ?? object
            return fields[name] as? Int
        }
        let pairs = String(decoding: bytes, as: UTF8.self).split(separator: "&").map { $0.split(separator: "=") }
        return pairs.first { $0.first == name[...] }?.last.flatMap { Int($0) }
    }
}
