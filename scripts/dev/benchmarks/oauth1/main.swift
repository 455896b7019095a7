// Signs the same request COUNT times, and prints the processor's seconds that it took and, to compare, one signature.
//
//   signing-bench COUNT
//
// A program of its own: a script makes requests, and the network would be measured with the signature.
import OAuthCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func run(_ count: Int) throws {
    let token = OAuth1.Credentials(token: Redacted("nnch734d00sl2jdk"), secret: Redacted("pfkkdhi9sl3r4s00"))
    guard
        let signer = OAuth1.Signer(
            .hmacSHA1, clientID: "dpf43f3p2l4k3l03", clientSecret: Redacted("kd94hf93k423kf44"), token: token)
    else { return }
    let url = "https://photos.example.net/photos?file=vacation.jpg&size=original"
    let stamps = OAuth1.Stamps()
    var length = 0
    let start = processorSeconds()
    for _ in 0..<count {
        let request = OAuth1.Request(method: "GET", url: url)
        let signed = try signer.sign(request, stamp: stamps.next(now: Date()))
        length += signed.authorization?.reveal().utf8.count ?? 0
    }
    print(processorSeconds() - start)
    let fixed = OAuth1.Stamp(timestamp: 1_700_000_000, nonce: "kllo9940pd9333jh")
    let signed = try signer.sign(OAuth1.Request(method: "GET", url: url), stamp: fixed)
    let header = signed.authorization?.reveal() ?? ""
    print(length > 0 ? header.split(separator: "oauth_signature=\"").last?.dropLast() ?? "" : "")
}

try run(CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0)
