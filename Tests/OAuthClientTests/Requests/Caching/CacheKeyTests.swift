import HTTPTypes
import Testing

@testable import OAuthClient
@testable import OAuthCore

/// Which requests share an answer.
@Suite struct CacheKeyTests {
    private static let request = APIRequest(
        url: "/a", query: [Parameter("q", "1")], headers: [.accept: "text/csv", .acceptLanguage: "de"])

    private static func connection(base: String = "https://api.example", headers: [String: [String]] = [:])
        -> Connection
    {
        var connection = Connection.test(base: base, hosts: [.https("api.example")])
        connection.parameters.headers = ParameterOverrides(headers)
        return connection
    }

    private static func key(
        _ request: APIRequest = request, _ connection: Connection? = connection(), profile: String = "default"
    ) -> CacheKey { request.cacheKey(for: connection, profile: profile) }

    @Test func theOrderOfHeadersDoesNotMatter() {
        var other = Self.request
        other.headers = [.acceptLanguage: "de", .accept: "text/csv"]
        #expect(Self.key() == Self.key(other))
    }

    @Test func everythingElseDoes() {
        var keys = [Self.key(), Self.key(profile: "work"), Self.key(Self.request, nil)]
        func add(_ change: (inout APIRequest) -> Void) {
            var request = Self.request
            change(&request)
            keys.append(Self.key(request))
        }
        add { $0.url = "/b" }
        add { $0.query = [Parameter("q", "2")] }
        add { $0.query = [Parameter("q", "1"), Parameter("q", "1")] }
        add { $0.headers[.acceptLanguage] = "en" }
        add { $0.headers[.authorization] = "Bearer own" }
        add { $0.followsRedirects = false }
        keys.append(Self.key(Self.request, Self.connection(base: "https://api.example/v2")))
        keys.append(Self.key(Self.request, Self.connection(headers: ["X-Tenant": ["1"]])))
        keys.append(Self.key(Self.request, Self.connection(headers: ["X-Tenant": ["2"]])))
        #expect(Set(keys).count == keys.count)
    }

    /// A value cannot be moved from one place to another.
    @Test func fieldsDoNotRunIntoEachOther() {
        var one = APIRequest(url: "/a")
        one.query = [Parameter("headers 0", "x")]
        var two = APIRequest(url: "/a")
        two.query = [Parameter("headers", "0 x")]
        #expect(Self.key(one) != Self.key(two))
    }
}
