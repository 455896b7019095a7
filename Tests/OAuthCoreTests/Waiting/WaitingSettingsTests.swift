import Testing

@testable import OAuthCore

/// `retry` and `rate` as scripts write them.
@Suite struct WaitingSettingsTests {
    static let readsRetriesCases: [(DefinitionValue, RetrySettings)] = [
        (false, RetrySettings(attempts: 1)), (true, RetrySettings()), (6, RetrySettings(attempts: 6)),
        ([:], RetrySettings()), ([], RetrySettings()),
        (["attempts": 2, "max_wait": 1.5], RetrySettings(attempts: 2, longestWait: .seconds(1.5))),
        (
            ["max_wait": 0, "statuses": [500, 599], "methods": ["get", "POST"]],
            RetrySettings(longestWait: .zero, statuses: [500, 599], methods: .only(["GET", "POST"]))
        ),
        (["unsafe": true], RetrySettings(methods: .all)), (["unsafe": false], RetrySettings()),
    ]

    @Test(arguments: readsRetriesCases) func readsRetries(value: DefinitionValue, expected: RetrySettings) throws {
        #expect(try connection(["retry": value]).waiting.retry == expected)
        #expect(try RetrySettings(value, field: "retry") == expected)
    }

    static let refusesRetriesCases: [(DefinitionValue, String, String?)] = [
        (0, "1 to 100 attempts", "retry = false"), (101, "1 to 100 attempts", nil),
        (1.5, "not a number", nil), ("3", "not a string", nil), ([1], "not a list", nil),
        (["attempt": 3], "does not know 'attempt'", "Did you mean 'attempts'?"), (["zz": 1], "'zz'", "Use: attempts"),
        (["attempts": "3"], "1 to 100", nil), (["max_wait": -1], "0 to 86400 seconds", nil),
        (["max_wait": 1e9], "0 to 86400 seconds", nil), (["statuses": 500], "has a number as 'statuses'", nil),
        (["statuses": [200]], "from 400 to 599", nil), (["methods": "POST"], "has a string as 'methods'", nil),
        (["methods": [1]], "has a number among 'methods'", nil), (["unsafe": 1], "has a number as 'unsafe'", nil),
    ]

    @Test(arguments: refusesRetriesCases) func refusesRetries(value: DefinitionValue, message: String, advice: String?)
    {
        let error = definitionError(["retry": value])
        #expect(error?.kind == .config && error?.message.contains("'retry'") == true)
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        if let advice { #expect(error?.advice?.contains(advice) == true) }
    }

    static let readsRatesCases: [(DefinitionValue, Int, Double)] = [
        ("10/s", 1, 0.1), ("1/s", 1, 1), ("100/m", 10, 60.0 / 91), ("5000/h", 500, 3600.0 / 4501),
        (" 20 / 2 s ", 2, 2.0 / 19), ("100/15m", 10, 900.0 / 91), ("60/minute", 6, 60.0 / 55), ("2/day", 1, 43_200),
        (["requests": 10], 1, 0.1), (["requests": 10, "per": 5], 1, 0.5),
        (["requests": 10, "per": 1, "burst": 5], 5, 0.1), (["requests": 1, "per": 0.5, "burst": 1], 1, 0.5),
    ]

    @Test(arguments: readsRatesCases) func readsRates(value: DefinitionValue, burst: Int, interval: Double) throws {
        let rate = try #require(try connection(["rate": value]).waiting.rate)
        #expect(rate.burst == burst)
        #expect(abs(rate.interval / .seconds(interval) - 1) < 1e-9)
        #expect(try Rate(value, field: "rate") == rate)
    }

    static let refusesRatesCases: [DefinitionValue] = [
        "10", "10/", "/s", "0/s", "-1/s", "1.5/s", "10/fortnight", "10/0s", "10/s/s", "1e3/s", "10/99999d",
        ["per": 1], ["requests": 0], ["requests": "10"], ["requests": 1.5], ["requests": 10, "per": 0],
        ["requests": 10, "per": "s"], ["requests": 10, "burst": 0], ["requests": 10, "brust": 2], 10, true, ["10/s"],
    ]

    @Test(arguments: refusesRatesCases) func refusesRates(value: DefinitionValue) {
        let error = definitionError(["rate": value])
        #expect(error?.kind == .config && error?.message.contains("'rate'") == true)
    }
}
