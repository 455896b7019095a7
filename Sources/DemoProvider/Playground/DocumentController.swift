import HTTPTypes
import Hummingbird

/// A document that stays what it is until `POST /_demo/publish` makes its next version: what a cache asks about.
///
/// `GET /api/document`: JSON with `version`, `language` (of `Accept-Language`) and a list `items` of `?size=` (1) objects, or a 304
/// to `If-None-Match` (RFC 9110 §13.1.2), without that to `If-Modified-Since` (§13.1.3). `?by=` is what it is known by: `etag`
/// (the default), `weak`, `date` or `none`; `?no_store=1` forbids to keep it. Counted in `/_demo/stats` as `documents` and
/// `not_modified`.
struct DocumentController {
    let state: ProviderState

    func add(to router: Router<DemoContext>) {
        router.get("/api/document") { request, _ in
            let form = request.queryForm
            let language = request.headers[.acceptLanguage] ?? "none"
            let version = await state.documentVersion
            var headers: HTTPFields = [.vary: "Accept, Accept-Language"]
            headers[.cacheControl] = form["no_store"] == "1" ? "no-store" : "private, max-age=0"
            let modifiedAt = await state.documentModifiedAt
            switch form["by"] ?? "etag" {
            case "date": headers[.lastModified] = HTTPDate.text(modifiedAt)
            case "weak": headers[.eTag] = "W/\"\(version)-\(language)\""
            case "none": break
            default: headers[.eTag] = "\"\(version)-\(language)\""
            }
            if Self.isKnown(headers, to: request.headers) {
                await state.count(\.notModified)
                return Response(status: .notModified, headers: headers)
            }
            await state.count(\.documents)
            let size = min(max(0, form.integer("size") ?? 1), 100_000)
            let items = (0..<size).map { number -> JSON in
                ["id": .integer(number), "version": .integer(version)]
            }
            return .json(
                ["version": .integer(version), "language": .string(language), "items": .list(items)], headers: headers)
        }
    }

    private static func isKnown(_ current: HTTPFields, to asked: HTTPFields) -> Bool {
        if let tags = asked[.ifNoneMatch] {
            guard let own = current[.eTag] else { return false }
            return tags.split(separator: ",").contains { $0.filter { $0 != " " } == own }
        }
        return asked[.ifModifiedSince] != nil && asked[.ifModifiedSince] == current[.lastModified]
    }
}
