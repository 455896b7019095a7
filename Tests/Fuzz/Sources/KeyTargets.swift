@testable import OAuthCore

/// Private keys (PEM, JWK) and JWK sets. A key that is read signs what its public part verifies.
let jwkTarget: FuzzTarget = { input in
    let text = Redacted(String(decoding: input, as: UTF8.self))
    wait {
        do throws(OAuthError) {
            let key = try await SigningKey.make(text)
            guard !key.algorithm.isSymmetric else { return }
            let jwt = try key.sign(header: [:], claims: ["sub": .string("me")])
            let set = KeySet(.object(["keys": .array([key.publicJWK])]))
            guard (try? await set?.verify(jwt, allowing: [key.algorithm])) != nil else {
                fatalError("a key does not verify what it signed")
            }
        } catch { checkShown(error) }
        guard let set = KeySet(input) else { return }
        for algorithm in SigningAlgorithm.allCases {
            let header = JSONValue.object(["alg": .string(algorithm.rawValue)]).encoded()
            let forged = "\(Base64URL.encode(header.utf8)).e30.\(Base64URL.encode(Array(repeating: 1, count: 64)))"
            if (try? await set.verify(forged, allowing: Set(SigningAlgorithm.allCases))) != nil {
                fatalError("a signature that nobody made is believed")
            }
        }
    }
}

/// JWTs for a set of two known keys. Only what was signed is believed: there are two, and their signatures are known.
let jwsTarget: FuzzTarget = { input in
    let text = String(decoding: input, as: UTF8.self)
    wait {
        do throws(JWSFailure) {
            let verified = try await knownKeys.verify(
                text, allowing: Set(SigningAlgorithm.allCases), secret: Redacted("a secret that nobody guesses"))
            guard verified.claims == knownClaims else { fatalError("what nobody signed is believed") }
        } catch {
            precondition(error.reason.unicodeScalars.allSatisfy { !VisibleText.isHidden($0) })
        }
    }
}

/// The key of RFC 8037 appendix A, and the RSA key of RFC 7517 appendix A.1.
private let knownKeys: KeySet = {
    let json = #"""
        {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        {"kty":"RSA","kid":"rsa","e":"AQAB","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPF
        """#
        + #"FxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2"#
        + #"QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3"#
        + #"XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}]}"#
    guard let keys = KeySet(json.utf8), keys.keys.count == 2 else { fatalError("the keys are wrong") }
    return keys
}()

/// Of the JWT in the corpus.
private let knownClaims: [String: JSONValue] = ["sub": .string("me")]
