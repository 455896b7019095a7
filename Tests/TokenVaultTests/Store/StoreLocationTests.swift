import OAuthCore
import Testing

@testable import TokenVault

@Suite struct StoreLocationTests {
    @Test(arguments: [
        (["HOME": "/h"], "/h/.local/state/oauthlua/store.sqlite", "/h/.config/oauthlua"),
        ([:], "/account/.local/state/oauthlua/store.sqlite", "/account/.config/oauthlua"),
        (["HOME": ""], "/account/.local/state/oauthlua/store.sqlite", "/account/.config/oauthlua"),
        (["HOME": "/h", "OAUTHLUA_HOME": "/o"], "/o/store.sqlite", "/o"),
        (["HOME": "/h", "OAUTHLUA_HOME": ""], "/h/.local/state/oauthlua/store.sqlite", "/h/.config/oauthlua"),
        (["HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"], "/s/oauthlua/store.sqlite", "/c/oauthlua"),
        (["HOME": "/h", "XDG_STATE_HOME": "s"], "/h/.local/state/oauthlua/store.sqlite", "/h/.config/oauthlua"),
        (["OAUTHLUA_HOME": "/o", "XDG_STATE_HOME": "/s"], "/o/store.sqlite", "/o"),
        (["HOME": "/h", "OAUTHLUA_STORE": "/d/t.db"], "/d/t.db", "/h/.config/oauthlua"),
        (["HOME": "/h", "OAUTHLUA_STORE": "sqlite:t.db"], "t.db", "/h/.config/oauthlua"),
    ])
    func followsTheEnvironment(environment: [String: String], store: String, config: String) throws {
        let location = try StoreLocation.resolve(environment: environment) { "/account" }
        #expect(location.storePath == store)
        #expect(location.configFolder == config)
    }

    @Test(arguments: [
        ("sqlite:/a/b.db", "/a/b.db"), ("SQLite:b.db", "b.db"), ("sqlite:///a/b.db", "/a/b.db"), ("b.db", "b.db"),
        ("sqlite:~/b.db", "/h/b.db"), ("~/b.db", "/h/b.db"), ("./a:b.db", "./a:b.db"), ("/a/b:c", "/a/b:c"),
    ])
    func takesAFlag(flag: String, path: String) throws {
        let environment = ["HOME": "/h", "OAUTHLUA_STORE": "/other"]
        #expect(try StoreLocation.resolve(environment: environment, storeFlag: flag).storePath == path)
    }

    @Test(arguments: [
        ("postgres://u:pw@h/db", "no PostgreSQL"), ("postgresql://h/db", "no PostgreSQL"),
        ("mysql://h", "of kind mysql"),
        ("", "names no file"), ("sqlite:", "names no file"), ("sqlite://host/a", "names no file"),
        ("/a/", "names no file"),
    ])
    func refusesOtherStores(flag: String, words: String) async {
        let error = await failure { _ = try StoreLocation.resolve(environment: ["HOME": "/h"], storeFlag: flag) }
        #expect(error?.kind == .config)
        #expect(error?.message.contains(words) == true)
        #expect(error?.description.contains("pw") == false)
    }

    @Test func needsAHome() async {
        let error = await failure { _ = try StoreLocation.resolve(environment: [:]) { nil } }
        #expect(error?.kind == .config)
        #expect(StoreLocation.accountHome()?.hasPrefix("/") == true)
    }
}
