import PrivacyCatalogue
import Testing

@Suite struct KeyPolicyTests {
  @Test func ownRulesAreStricterOrOverride() {
    let own = OwnKeyRules(allow: ["app.tenant", "enduser.id"], hash: ["app.*"])
    let strict = KeyPolicy(mode: .strict, own: own)
    #expect(strict.decision(for: "app.tenant") == .notAllowed)
    #expect(strict.decision(for: "http.route") == .scan)
    let balanced = KeyPolicy(mode: .balanced, own: own)
    #expect(balanced.decision(for: "App.Other") == .ownHash)
    #expect(balanced.decision(for: "enduser.id") == .userID)
    var overriding = own
    overriding.isOverriding = true
    #expect(KeyPolicy(mode: .balanced, own: overriding).decision(for: "enduser.id") == .scan)
    #expect(KeyPolicy(mode: .strict, own: overriding).decision(for: "app.tenant") == .scan)
    #expect(KeyPolicy(mode: .strict, own: overriding).decision(for: "app.x") == .ownHash)
    #expect(KeyPolicy(mode: .strict, own: overriding).decision(for: "app.password") == .credential)
    overriding.allow.append("app.password")
    #expect(KeyPolicy(mode: .strict, own: overriding).decision(for: "app.password") == .scan)
  }

  @Test(arguments: [
    (OwnKeyRules.List.allow, "app.tenant", PrivacyMode.strict, true),
    (.allow, "http.route", .strict, false),
    (.allow, "app.tenant", .balanced, false),
    (.allow, "enduser.*", .balanced, true),
    (.allow, "password", .minimal, true),
    (.hash, "password", .minimal, true),
    (.redact, "password", .minimal, false),
    (.drop, "app.*", .strict, false),
  ])
  func weakerThanTheMode(_ list: OwnKeyRules.List, _ entry: String, _ mode: PrivacyMode, _ isWeaker: Bool) {
    #expect(KeyPolicy.isWeaker(list, entry, than: mode) == isWeaker)
  }
}
