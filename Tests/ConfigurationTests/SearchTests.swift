import Configuration
import Testing

@Suite struct SearchTests {
  private static func file(_ name: String, profile: String = "default") -> String {
    "version: 1\nprofiles: { \(profile): { service: { name: \(name) } } }"
  }

  @Test func theFirstPlaceThatHasAFileWins() throws {
    var files = [
      "hephaestus.yaml": Self.file("here"), "config/hephaestus.yaml": Self.file("config"),
      "/etc/hephaestus/hephaestus.yaml": Self.file("etc"),
    ]
    for name in ["here", "config", "etc"] {
      #expect(try load(files: files).service.name == name)
      files.removeValue(forKey: ConfigurationPlaces.of[name] ?? "")
    }
    #expect(try load(files: files).service.name == "hephaestus")
  }

  private enum ConfigurationPlaces {
    static let of = [
      "here": "hephaestus.yaml", "config": "config/hephaestus.yaml", "etc": "/etc/hephaestus/hephaestus.yaml",
    ]
  }

  @Test func flagBeatsVariableBeatsSearch() {
    let files = ["a.yaml": Self.file("a"), "b.yaml": Self.file("b"), "hephaestus.yaml": Self.file("c")]
    let environment = ["HEPHAESTUS_CONFIG": "b.yaml"]
    #expect(
      loadResult(environment: environment, files: files, config: "a.yaml").configuration?.service.name == "a")
    #expect(loadResult(environment: environment, files: files).configuration?.service.name == "b")
    #expect(
      loadResult(environment: ["HEPHAESTUS_CONFIG": ""], files: files).configuration?.service.name == "c")
  }

  @Test func profileFlagBeatsVariable() {
    let file =
      "version: 1\nprofiles: { default: {}, a: { service: { name: a } }, b: { service: { name: b } } }"
    let environment = ["HEPHAESTUS_PROFILE": "b"]
    #expect(loadResult(file, environment: environment, profile: "a").configuration?.service.name == "a")
    #expect(loadResult(file, environment: environment).configuration?.service.name == "b")
    #expect(loadResult(file, environment: environment).profileName == "b")
    #expect(loadResult(file, environment: ["HEPHAESTUS_PROFILE": ""]).profileName == "default")
  }

  @Test func withoutFileAndProfileOnlyDefaultsAndEnvironmentApply() {
    let result = loadResult()
    #expect(result.configuration == GatewayConfiguration())
    #expect(result.profileName == nil)
    #expect(result.diagnostics.isEmpty)
    #expect(result.sourceDescription == "built-in defaults and the environment")
  }

  @Test func anUnknownProfileListsThoseThereAreAndWhereItLooked() {
    let builtIn = loadResult(profile: "prodution")
    #expect(
      builtIn.headlines == [
        "error: there is no profile `prodution`; there is ci, default, local, production (looked in "
          + "hephaestus.yaml, config/hephaestus.yaml, /etc/hephaestus/hephaestus.yaml, the built-in file) [HG007]"
      ])
    #expect(builtIn.diagnostics.first?.suggestion == "production")
    let own = loadResult(Self.file("x", profile: "a"))
    #expect(
      own.headlines == [
        "error: there is no profile `default`; there is a (looked in hephaestus.yaml) [HG007]"
      ])
    #expect(own.configuration == nil)
  }

  @Test func aFileThatCannotBeOpenedIsNotPassedOver() {
    #expect(
      loadResult(config: "no.yaml").headlines == [
        "error: the configuration no.yaml cannot be opened: there is no such file [HG020]"
      ])
    let files = MemoryFiles(["config/hephaestus.yaml": Self.file("x")], unreadable: ["hephaestus.yaml"])
    let result = ConfigurationLoader(environment: [:], files: files)
      .load(configPath: nil, profile: nil, overrides: [])
    #expect(
      result.headlines == ["error: the configuration hephaestus.yaml cannot be opened: no permission [HG020]"]
    )
  }

  @Test(arguments: [
    (["STATE_DIRECTORY": "/s/a:/s/b", "XDG_STATE_HOME": "/x"], UInt32(0), "/home/admin", "/s/a"),
    (["XDG_STATE_HOME": "/x"], 0, "/home/admin", "/x/hephaestus-gw"),
    (["XDG_STATE_HOME": "relative"], 1000, "/home/u", "/home/u/.local/state/hephaestus-gw"),
    ([:], 0, "/home/admin", "/var/lib/hephaestus-gw"),
    (["STATE_DIRECTORY": ""], 1000, "/home/u", "/home/u/.local/state/hephaestus-gw"),
    ([:], 1000, nil, nil),
  ])
  func stateDirectories(environment: [String: String], uid: UInt32, home: String?, expected: String?) {
    #expect(StateDirectory.resolve(environment: environment, uid: uid, home: home) == expected)
  }
}
