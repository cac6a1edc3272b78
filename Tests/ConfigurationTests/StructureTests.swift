import Configuration
import Foundation
import Testing

/// Anchors, merge keys, bundles, `extends`, includes: how files are put together.
@Suite struct StructureTests {
  @Test func anchorsAliasesAndMergeKeys() throws {
    let configuration = try load(
      """
      version: 1
      profiles:
        base: &base
          sampling: &few { sampler: traceidratio, ratio: 0.1 }
          service: { name: &name shared }
        default:
          <<: *base
          sampling: { <<: *few, ratio: 0.2 }
          plugins: { <<: [{ enabled: false }, { enabled: true, buckets: [1] }] }
          targets: { *name : { endpoint: "discard:" } }
      """)
    #expect(configuration.service.name == "shared")
    #expect(configuration.sampling.sampler == .traceIDRatio)
    #expect(configuration.sampling.ratio == 0.2)
    #expect(configuration.plugins.enabled == false)
    #expect(configuration.plugins.buckets == [1])
    #expect(configuration.targets["shared"] != nil)
  }

  /// A key that is merged brings `extends` and `bundles` along as well: it is as if it stood there.
  @Test func aMergedProfileBringsItsParent() throws {
    let configuration = try load(
      "version: 1\nprofiles: { p: { enabled: true }, a: &a { extends: p }, default: { <<: *a } }")
    #expect(configuration.enabled)
  }

  @Test(arguments: [
    (
      "enabled: true\nenabled: false",
      "5:5: error: the key `enabled` stands here again; it is first on line 4 [HG005]"
    ),
    (
      "sampling: { ratio: 1, \"ratio\": 1 }",
      "4:27: error: the key `ratio` stands here again; it is first on line 4 [HG005]"
    ),
    (
      "targets: { t: { endpoint: 'discard:', headers: { A: b, a: c } } }",
      "4:60: error: `targets.t.headers.a` stands here again; case does not count [HG005]"
    ),
    ("? [a]\n: b", "4:7: error: a key must be a single value, not a list [HG005]"),
    ("service: { name: !env NAME }", "4:22: error: the tag `!env` has no meaning here; take it out [HG003]"),
    ("${env:X}: 1", "4:5: error: there is no setting `\"${env:X}\"` [HG002]"),
  ])
  func wrongStructure(settings: String, expected: String) {
    #expect(loadResult(profile(settings)).headlines == ["hephaestus.yaml:\(expected)"])
  }

  /// For each ancestor, eldest first, its bundles left to right and then its own values.
  @Test func theOrderOfLayers() throws {
    let yaml = """
      version: 1
      bundles:
        one: { bundles: [inner], service: { name: one, attributes: { one: x } } }
        two: { service: { name: two, attributes: { two: x } } }
        inner: { service: { name: inner, attributes: { inner: x } } }
      profiles:
        eldest: { bundles: [two], service: { attributes: { eldest: x, two: y } } }
        parent: { extends: eldest, bundles: [one], enabled: true }
        default: { extends: parent, bundles: [two, one] }
        other: { extends: parent, bundles: [one, two] }
        own: { extends: parent, bundles: [one, two], service: { name: own } }
      """
    #expect(try load(yaml).service.name == "one")
    #expect(try load(yaml, profile: "other").service.name == "two")
    #expect(try load(yaml, profile: "own").service.name == "own")
    #expect(
      try load(yaml).service.attributes == ["one": "x", "two": "x", "inner": "x", "eldest": "x"])
  }

  @Test(arguments: [
    ("a: { extends: a }", "a → a"), ("a: { extends: b }, b: { extends: a }", "a → b → a"),
    ("b: { extends: c }, c: { extends: d }, d: { extends: b }", "b → c → d → b"),
    // The way into a circle is no part of it.
    ("default: { extends: a }, a: { extends: b }, b: { extends: a }", "a → b → a"),
  ])
  func circlesAreToldWhole(profiles: String, circle: String) {
    let validator = ConfigurationValidator(
      files: MemoryFiles(["f.yaml": "version: 1\nprofiles: { \(profiles) }\n"]))
    let messages = validator.validate(paths: ["f.yaml"]).diagnostics.filter { $0.code == .cycle }.map(
      \.message)
    #expect(messages == ["profiles extend one another in a circle: \(circle)"])
  }

  @Test func bundlesInACircle() {
    let yaml = """
      version: 1
      bundles: { a: { bundles: [b] }, b: { bundles: [c] }, c: { bundles: [a] } }
      profiles: { default: { bundles: [c] } }
      """
    #expect(
      loadResult(yaml).headlines == [
        "hephaestus.yaml:2:27: error: bundles list one another in a circle: a → b → c → a [HG008]"
      ])
  }

  @Test func theGlobsOfIncludes() throws {
    let bundle = { (name: String) in "bundles: { \(name): { service: { attributes: { \(name): x } } } }" }
    let configuration = try load(
      "version: 1\ninclude: ['b/?.yaml', 'c*/*.y*ml']\nprofiles: { default: { bundles: [x, y, z] } }",
      files: [
        "b/x.yaml": bundle("x"), "b/xx.yaml": "nonsense", "b/.y.yaml": "nonsense", "b/d/x.yaml": "nonsense",
        "cc/y.yml": bundle("y"), "c/z.yaml": bundle("z"), "d/x.yaml": "nonsense",
      ])
    #expect(configuration.service.attributes == ["x": "x", "y": "x", "z": "x"])
  }

  @Test func includesOutsideTheFolderNeedTheFlag() throws {
    let files = MemoryFiles([
      "/etc/gw/hephaestus.yaml":
        "version: 1\ninclude: [../shared.yaml, /opt/more.yaml]\nprofiles: { default: { bundles: [s, m] } }",
      "/etc/shared.yaml": "bundles: { s: { service: { name: shared } } }",
      "/opt/more.yaml": "bundles: { m: { enabled: true } }",
    ])
    func load(_ isAllowed: Bool) -> LoadResult {
      ConfigurationLoader(environment: [:], files: files, allowsExternalIncludes: isAllowed)
        .load(configPath: "/etc/gw/hephaestus.yaml", profile: nil, overrides: [])
    }
    #expect(load(false).diagnostics.filter { $0.code == .include }.count == 2)
    #expect(load(true).headlines == [])
    #expect(load(true).configuration?.service.name == "shared")
    #expect(load(true).configuration?.enabled == true)
    let validator = ConfigurationValidator(files: files, allowsExternalIncludes: true)
    #expect(validator.validate(paths: ["/etc/gw/hephaestus.yaml"]).errors == 0)
  }

  /// On the real file system: a link inside the folder that leads out of it, and one that does not.
  @Test func symbolicLinksAreFollowedBeforeTheyAreJudged() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hephaestus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let inside = folder.appending(path: "conf")
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
    func write(_ text: String, to url: URL) throws {
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    try write("bundles: { secret: {} }", to: folder.appending(path: "secret.yaml"))
    try write("bundles: { real: {} }", to: inside.appending(path: "real.yaml"))
    func link(_ name: String, to destination: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: inside.appending(path: name).path, withDestinationPath: destination)
    }
    try link("out.yaml", to: "../secret.yaml")
    try link("in.yaml", to: "real.yaml")
    try link("up", to: "..")
    let main = inside.appending(path: "hephaestus.yaml")
    for (include, code) in [
      ("out.yaml", DiagnosticCode.include), ("in.yaml", nil), ("up/secret.yaml", .include),
      ("*.yaml", .include),
    ] {
      try write("version: 1\ninclude: ['\(include)']\nprofiles: { default: {} }", to: main)
      let found = ConfigurationLoader(environment: [:])
        .load(configPath: main.path, profile: nil, overrides: []).diagnostics
      #expect(
        found.first { $0.severity == .error }?.code == (include == "*.yaml" ? .cycle : code), "\(include)")
    }
  }
}
