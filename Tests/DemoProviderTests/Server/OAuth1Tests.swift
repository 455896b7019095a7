import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import DemoProvider

@Suite struct OAuth1Tests {
    private static let ready = (name: "demo-ready-token", secret: "demo-ready-secret")

    private func problem(_ answer: Visitor.Answer) -> String? { Form(answer.text)["oauth_problem"] }

    private func echo(
        _ visitor: Visitor, _ consumer: Consumer, query: [(String, String)] = []
    ) async throws -> Visitor.Answer {
        let url = visitor.endpoints.baseURL + "/oauth1/api/echo"
        let text = query.map { Consumer.escape($0.0) + "=" + Consumer.escape($0.1) }.joined(separator: "&")
        return try await visitor.send(
            .GET, url + (text.isEmpty ? "" : "?" + text), headers: [try consumer.header("GET", url, query)])
    }

    @Test(arguments: ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "RSA-SHA512", "PLAINTEXT"])
    func aPersonAllowsAndTheAPIAnswers(method: String) async throws {
        try await Visitor.visitWillingly { visitor async throws in
            var consumer = Consumer(method: method)
            if method.hasPrefix("RSA") {
                let oauth1 = try await visitor.clients()["oauth1"] as? [String: any Sendable]
                let key = try #require((oauth1?["rsa"] as? [String: any Sendable])?["pem"] as? String)
                consumer.rsa = try _RSA.Signing.PrivateKey(pemRepresentation: key)
            }
            let base = visitor.endpoints.baseURL + "/oauth1/"
            consumer.more = ["oauth_callback": Visitor.redirectURI]
            let first = try await visitor.send(
                .POST, base + "request_token", headers: [try consumer.header("POST", base + "request_token")])
            try #require(first.status == 200, "\(first.text)")
            let temporary = Form(first.text)
            #expect(temporary["oauth_callback_confirmed"] == "true")
            let name = try #require(temporary["oauth_token"])
            let callback = try await visitor.get("/oauth1/authorize?oauth_token=" + name)
            #expect(callback.locationQuery("oauth_token") == name)

            consumer.token = (name, try #require(temporary["oauth_token_secret"]))
            consumer.more = ["oauth_verifier": try #require(callback.locationQuery("oauth_verifier"))]
            consumer.nonce = "second"
            let second = try await visitor.send(
                .POST, base + "access_token", headers: [try consumer.header("POST", base + "access_token")])
            try #require(second.status == 200, "\(second.text)")
            let lasting = Form(second.text)
            consumer.token = (
                try #require(lasting["oauth_token"]), try #require(lasting["oauth_token_secret"])
            )
            consumer.more = [:]
            consumer.realm = "Ä \"x\", y"
            let query = [("a", "b c+ü~!*'()"), ("a", ""), ("a", "B"), ("ä%", "=&")]
            let answer = try await echo(visitor, consumer, query: query)
            try #require(answer.status == 200, "\(answer.text)")
            #expect(try answer.json["signature_method"] as? String == method)
            #expect(try answer.json["placement"] as? String == "header")
            consumer.token?.secret += "x"
            consumer.nonce = "third"
            // An RSA signature does not depend on the token's secret (RFC 5849 §3.4.3).
            let wrong = try await echo(visitor, consumer)
            #expect(problem(wrong) == (method.hasPrefix("RSA") ? nil : "signature_invalid"))
        }
    }

    @Test func theParametersMayBeElsewhere() async throws {
        try await Visitor.visit { visitor async throws in
            let url = visitor.endpoints.baseURL + "/oauth1/api/echo"
            let consumer = Consumer(token: Self.ready)
            func encoded(_ pairs: [(String, String)]) -> String {
                pairs.map { Consumer.escape($0.0) + "=" + Consumer.escape($0.1) }.joined(separator: "&")
            }
            let query = try await visitor.get(url + "?" + encoded(try consumer.parameters("GET", url)))
            #expect(try query.json["placement"] as? String == "query")
            let body = try consumer.parameters("POST", url, [("x", "ü 1")]) + [("x", "ü 1")]
            let posted = try await visitor.send(
                .POST, url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: encoded(body.map { $0.0 == "oauth_nonce" ? $0 : $0 }))
            #expect(problem(posted) == "nonce_used", "the nonce was used by the first request")
            var other = consumer
            other.nonce = "fresh"
            let again = try await visitor.send(
                .POST, url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: encoded(try other.parameters("POST", url, [("x", "ü 1")]) + [("x", "ü 1")]))
            #expect(try again.json["placement"] as? String == "body")
        }
    }

    @Test func aBodyIsHashed() async throws {
        try await Visitor.visit { visitor async throws in
            let url = visitor.endpoints.baseURL + "/oauth1/api/echo"
            let hash = Data(Insecure.SHA1.hash(data: Data("{}".utf8))).base64EncodedString()
            for (body, problem) in [("{}", nil), ("{ }", "body_hash_invalid")] {
                let consumer = Consumer(token: Self.ready, more: ["oauth_body_hash": hash])
                let answer = try await visitor.send(
                    .PUT, url, headers: [try consumer.header("PUT", url), ("Content-Type", "application/json")],
                    body: body)
                #expect(self.problem(answer) == problem)
            }
        }
    }

    @Test func timeAndNonceMatter() async throws {
        try await Visitor.visit { visitor async throws in
            let consumer = Consumer(token: Self.ready)
            #expect(try await echo(visitor, consumer).status == 200)
            #expect(problem(try await echo(visitor, consumer)) == "nonce_used")
            #expect(problem(try await echo(visitor, Consumer(token: Self.ready, timestamp: 1))) == "timestamp_refused")
            #expect(problem(try await echo(visitor, Consumer(token: ("other", "s")))) == "token_rejected")
            // Two-legged.
            #expect(try await echo(visitor, Consumer()).json["has_token"] as? Bool == false)

            try await visitor.tell("set?clock_offset=4000")
            let early = try await echo(visitor, Consumer(token: Self.ready))
            #expect(problem(early) == "timestamp_refused")
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            formatter.timeZone = TimeZone(secondsFromGMT: 0)
            let date = try #require(early.headers.first(name: "Date").flatMap { formatter.date(from: $0) })
            let now = Int(date.timeIntervalSince1970)
            #expect(now > Signer.now + 3000)
            #expect(try await echo(visitor, Consumer(token: Self.ready, timestamp: now)).status == 200)
        }
    }

    @Test func verifiersMatter() async throws {
        try await Visitor.visitWillingly { visitor async throws in
            let base = visitor.endpoints.baseURL + "/oauth1/"
            func exchange(_ more: [String: String]) async throws -> (Form, Visitor.Answer) {
                var consumer = Consumer(more: ["oauth_callback": Visitor.redirectURI])
                let first = try await visitor.send(
                    .POST, base + "request_token", headers: [try consumer.header("POST", base + "request_token")])
                let temporary = Form(first.text)
                consumer.token = (temporary["oauth_token"] ?? "", temporary["oauth_token_secret"] ?? "")
                _ = try await visitor.get("/oauth1/authorize?oauth_token=" + (temporary["oauth_token"] ?? ""))
                consumer.more = more
                consumer.nonce += "2"
                let url = base + "access_token"
                return (temporary, try await visitor.send(.POST, url, headers: [try consumer.header("POST", url)]))
            }
            #expect(problem(try await exchange([:]).1) == "permission_denied")
            #expect(problem(try await exchange(["oauth_verifier": "wrong"]).1) == "permission_denied")
            try await visitor.tell("set?omit_verifier=1&omit_callback_confirmed=1")
            let (temporary, answer) = try await exchange([:])
            #expect(answer.status == 200 && temporary["oauth_callback_confirmed"] == nil)
        }
    }
}
