import Configuration
import Testing

@Suite struct IncludeTests {
  private static let root =
    "version: 1\ninclude: [bundles/*.yaml]\nprofiles: { default: { bundles: [a, b] } }\n"

  @Test func globsBringBundlesInSortedOrder() throws {
    let configuration = try load(
      Self.root,
      files: [
        "bundles/a.yaml": "bundles: { a: { service: { name: a } } }",
        "bundles/b.yaml": "version: 1\ninclude: [deep/c.yaml]\nbundles: { b: { bundles: [c] } }",
        "bundles/deep/c.yaml": "bundles: { c: { service: { name: c } } }",
        "bundles/.hidden.yaml": "nonsense",
        "bundles/notes.txt": "nonsense",
      ])
    #expect(configuration.service.name == "c")
  }

  @Test func aFindingNamesTheIncludedFile() {
    let result = loadResult(
      Self.root, files: ["bundles/a.yaml": "bundles: { a: { sampling: { ratio: 7 } }, b: {} }"])
    #expect(
      result.headlines == [
        "bundles/a.yaml:1:36: error: `sampling.ratio` must be a number from 0.0 to 1.0, not `7` [HG004]"
      ])
  }

  @Test(arguments: [
    (
      "[../x.yaml]", ["x.yaml": "version: 1"],
      "c/f.yaml:2:11: error: `x.yaml` is outside the folder of the configuration; --allow-external-includes lets it in [HG011]"
    ),
    (
      "[/etc/x.yaml]", [:],
      "c/f.yaml:2:11: error: an include is relative to the file it stands in; --allow-external-includes lets others in [HG011]"
    ),
    ("[no.yaml]", [:], "c/f.yaml:2:11: error: `c/no.yaml` cannot be read: there is no such file [HG011]"),
    ("[no-*.yaml]", [:], "c/f.yaml:2:11: warning: no file matches `no-*.yaml` [HG011]"),
    ("bundles.yaml", [:], "c/f.yaml:2:10: error: `include` must be a list [HG003]"),
    (
      "[a.yaml]", ["c/a.yaml": "include: [b.yaml]", "c/b.yaml": "include: [a.yaml]"],
      "c/b.yaml:1:11: error: files include one another in a circle: c/a.yaml → c/b.yaml → c/a.yaml [HG008]"
    ),
    (
      "[f.yaml]", [:],
      "c/f.yaml:2:11: error: files include one another in a circle: c/f.yaml → c/f.yaml [HG008]"
    ),
    (
      "[a.yaml]", ["c/a.yaml": "profiles: { default: {} }"],
      "c/a.yaml:1:13: error: the profile `default` is already declared at c/f.yaml:3 [HG019]"
    ),
  ])
  func problems(include: String, others: [String: String], expected: String) {
    var files = others
    files["c/f.yaml"] = "version: 1\ninclude: \(include)\nprofiles: { default: {} }\n"
    #expect(loadResult(files: files, config: "c/f.yaml").headlines == [expected])
  }

  @Test func sixtyFourFilesAreTheLimit() {
    var files: [String: String] = [:]
    for index in 10..<73 { files["b/\(index).yaml"] = "version: 1" }
    let root = "version: 1\ninclude: [b/*.yaml]\nprofiles: { default: {} }"
    #expect(loadResult(root, files: files).headlines == [])
    files["b/99.yaml"] = "version: 1"
    #expect(
      loadResult(root, files: files).headlines == ["hephaestus.yaml:2:11: error: more than 64 files [HG011]"])
  }

  @Test func aFileIncludedTwiceIsReadOnce() throws {
    let configuration = try load(
      "version: 1\ninclude: [a.yaml, b.yaml]\nprofiles: { default: { bundles: [shared] } }",
      files: [
        "a.yaml": "include: [s.yaml]", "b.yaml": "include: [s.yaml]",
        "s.yaml": "bundles: { shared: { service: { name: shared } } }",
      ])
    #expect(configuration.service.name == "shared")
  }
}
