// swift-tools-version: 6.2
import PackageDescription

let swift: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let c: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]
let cxx: [CXXSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-exceptions", "-fno-rtti"])]

/// How the shipped program is linked: by lld, which comes with Swift, because Debian's linkers cannot do the second of
/// these. Its addresses stay random, and nothing of it can be written that need not be.
let shipped =
    ["-use-ld=lld"]
    + [
        "-z", "now",  // with the relocations done, the table of addresses becomes read-only
        "-z", "pack-relative-relocs",  // 95,000 relocations in 100 kB instead of 2.2 MB
        "--no-export-dynamic",  // at each start Swift's runtime asks dladdr, which goes through all exported symbols
    ].flatMap { ["-Xlinker", $0] }

let package = Package(
    name: "oauthlua",
    products: [
        .executable(name: "oauthlua", targets: ["oauthlua"]),
        .library(name: "LuaHost", targets: ["LuaHost"]),
        .library(name: "OAuthCore", targets: ["OAuthCore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CEdit", providers: [.apt(["libedit-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CSimdJSON", providers: [.apt(["libsimdjson-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "CLuaHost", dependencies: ["CExpat", "CLua", "CSimdJSON"],
            exclude: ["prelude/task.lua", "prelude/require.lua", "prelude/results.lua"]
                + ["paths", "jsonpath", "filters", "regexp", "reader", "nodes"].map { "paths/\($0).lua" },
            cSettings: c + [.headerSearchPath(".")], cxxSettings: cxx + [.headerSearchPath(".")],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "CLineEditor", dependencies: ["CEdit"], cSettings: c,
            // Static, with what it needs: nobody pays for it at each start.
            linkerSettings: [":libedit.a", ":libtinfo.a", ":libbsd.a"].map { .linkedLibrary($0) }),
        .target(name: "LuaHost", dependencies: ["CLuaHost"], swiftSettings: swift),
        .target(
            name: "CPresets", exclude: ["presets"], cSettings: c + [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(
            name: "OAuthCore",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ], swiftSettings: swift),
        .target(
            name: "LoopbackHTTP",
            dependencies: [
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ], swiftSettings: swift),
        .target(
            name: "OAuthClient",
            dependencies: [
                "OAuthCore", "LoopbackHTTP", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: swift),
        .target(name: "SQLiteDatabase", dependencies: ["CSQLite"], swiftSettings: swift),
        .target(
            name: "RowStore", dependencies: ["LuaHost", "OAuthCore", "Output", "SQLiteDatabase"],
            swiftSettings: swift),
        .target(
            name: "TokenVault",
            dependencies: [
                "OAuthCore", "SQLiteDatabase",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ], swiftSettings: swift),
        .target(
            name: "OAuthLua",
            dependencies: [
                "CPresets", "LuaHost", "OAuthClient", "OAuthCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [
                "charsets", "checkpoint", "csv", "hooks", "http", "multipart", "ndjson", "oauth", "presets", "resource",
                "resource/bodies",
                "resource/checks", "resource/definition", "resource/links", "resource/outbox",
                "resource/pages", "resource/paging",
                "resource/positions", "resource/reader", "resource/requests", "resource/rows", "resource/since",
                "secret", "state", "store", "time", "xml",
                "repl", "repl/chunks", "repl/commands", "repl/report", "repl/show", "repl/words",
            ].map { .embedInCode("Modules/\($0).lua") } + [.embedInCode("oauthlua.d.lua")],
            swiftSettings: swift),
        .target(
            name: "DemoProvider",
            dependencies: [
                "OAuthCore", "LoopbackHTTP",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: swift),
        .target(name: "Output", dependencies: ["LuaHost", "OAuthCore"], swiftSettings: swift),
        .executableTarget(
            name: "oauthlua",
            dependencies: [
                "OAuthLua", "OAuthClient", "TokenVault", "DemoProvider", "Output", "RowStore", "CQRencode",
                .target(name: "CMalloc", condition: .when(platforms: [.linux])),
                "CLineEditor",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.embedInCode("Resources/fetch_calendar.lua")],
            swiftSettings: swift,
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--gc-sections"]),
                .unsafeFlags(shipped, .when(platforms: [.linux], configuration: .release)),
            ]),

        .executableTarget(
            name: "signing-bench", dependencies: ["OAuthCore"], path: "scripts/dev/benchmarks/oauth1",
            swiftSettings: swift),
        .target(name: "CTestSupport", path: "Tests/CSupport", cSettings: c),
        .target(name: "TestSupport", dependencies: ["CTestSupport"], path: "Tests/Support", swiftSettings: swift),
        .testTarget(name: "SupportTests", dependencies: ["TestSupport"], swiftSettings: swift),
        .testTarget(
            name: "InteropTests", dependencies: ["TestSupport"], path: "Tests/Interop", exclude: ["Servers"],
            swiftSettings: swift),
        .testTarget(
            name: "ScriptTests", dependencies: ["TestSupport"], path: "Tests/Scripts", exclude: ["providers"],
            swiftSettings: swift),
        .testTarget(name: "DocsTests", dependencies: ["TestSupport"], path: "Tests/Docs", swiftSettings: swift),
        .testTarget(name: "LuaHostTests", dependencies: ["LuaHost", "TestSupport"], swiftSettings: swift),
        .testTarget(
            name: "OAuthCoreTests", dependencies: ["OAuthCore"], exclude: ["Vectors"], swiftSettings: swift),
        .testTarget(
            name: "OAuthClientTests",
            dependencies: [
                "OAuthClient", "OAuthCore", "TestSupport", "CZlib",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], swiftSettings: swift),
        .testTarget(
            name: "TokenVaultTests", dependencies: ["TokenVault", "SQLiteDatabase", "TestSupport"],
            swiftSettings: swift),
        .testTarget(
            name: "RowStoreTests", dependencies: ["RowStore", "SQLiteDatabase", "TestSupport"], swiftSettings: swift),
        .testTarget(
            name: "DemoProviderTests",
            dependencies: [
                "DemoProvider", "TestSupport", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swift),
        .testTarget(
            name: "OutputTests", dependencies: ["Output"], exclude: ["Snapshots"], swiftSettings: swift),
        .testTarget(
            name: "OAuthLuaTests",
            dependencies: ["OAuthLua", .product(name: "HTTPTypes", package: "swift-http-types")],
            exclude: ["specs"], swiftSettings: swift),
        .testTarget(
            name: "CommandTests", dependencies: ["TestSupport", "oauthlua", "OAuthClient", "OAuthLua"],
            exclude: ["browser.py", "REPL/Snapshots"],
            swiftSettings: swift),
    ],
    cxxLanguageStandard: .cxx17
)

// What scripts/dev/fuzz builds, in a folder of its own: the parsers of what strangers send, instrumented for libFuzzer.
if Context.environment["OAUTHLUA_FUZZ"] != nil {
    for target in package.targets where target.name == "OAuthCore" {
        target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer"]))
    }
    for target in package.targets where target.name == "CLuaHost" {
        target.cSettings?.append(.unsafeFlags(["-fsanitize=fuzzer-no-link"]))
        target.cxxSettings?.append(.unsafeFlags(["-fsanitize=fuzzer-no-link"]))
    }
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "Fuzz", dependencies: ["CFuzzer", "LuaHost", "OAuthCore"], path: "Tests/Fuzz/Sources",
            swiftSettings: swift, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
}
