import Crypto
import OAuthCore
import Testing

@testable import TokenVault

@Suite struct SealerTests {
    static let key = Redacted(SymmetricKey(data: KeyFormatTests.key))
    static let context = SealContext.token(.google, column: "access_token")

    @Test(arguments: ["", "token", "mañana 🗓", String(repeating: "x", count: 100_000)])
    func opensWhatItSealed(_ text: String) throws {
        let sealer = Sealer(Self.key)
        let sealed = try sealer.seal(Redacted(text), for: Self.context)
        #expect(sealed.first == 1)
        #expect(sealed.count == 1 + 12 + text.utf8.count + 16)
        #expect(try sealer.open(sealed, for: Self.context).reveal() == text)
        #expect(try sealer.seal(Redacted(text), for: Self.context) != sealed)
    }

    @Test func opensNothingThatWasChanged() throws {
        let sealer = Sealer(Self.key)
        let sealed = try sealer.seal(Redacted("token"), for: Self.context)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: Sealer.Broken.self) { try sealer.open(changed, for: Self.context) }
            #expect(throws: Sealer.Broken.self) { try sealer.open(Array(sealed[..<index]), for: Self.context) }
        }
        #expect(throws: Sealer.Broken.self) { try sealer.open(sealed + [0], for: Self.context) }
        #expect(throws: Sealer.Broken.self) {
            try Sealer(Redacted(SymmetricKey(size: .bits256))).open(sealed, for: Self.context)
        }
    }

    @Test(arguments: [
        SealContext.token(.google, column: "refresh_token"),
        .token(.google.with(connection: "googlf"), column: "access_token"),
        .token(.google.with(profile: "work"), column: "access_token"),
        .token(.google.with(provider: "https://evil.example"), column: "access_token"),
        .token(.google.with(clientID: "client-2"), column: "access_token"),
        // The same letters with the border between two fields elsewhere.
        .token(.google.with(connection: "googled", profile: "efault"), column: "access_token"),
        .secret("google"),
    ])
    func opensNowhereElse(_ other: SealContext) throws {
        let sealer = Sealer(Self.key)
        let sealed = try sealer.seal(Redacted("token"), for: Self.context)
        #expect(throws: Sealer.Broken.self) { try sealer.open(sealed, for: other) }
    }
}
