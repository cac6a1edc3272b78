/// Finds the layers of a profile: for each ancestor, eldest first, its bundles left to right (a bundle's
/// own bundles before it), then the profile itself.
struct ProfileResolver {
  /// Bundles that list each other's bundles can multiply; no real profile comes near this.
  private static let maxVisits = 1000
  private static let maxDepth = 100

  private let set: ConfigurationSet
  private var layers: [Fragment] = []
  private var visits = 0
  /// Over all calls.
  private(set) var totalVisits = 0
  private var path: [Fragment] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ set: ConfigurationSet) { self.set = set }

  /// The fragments to apply, in order, each once, at its last mention: what it said before, it says again
  /// there. Nil if something in the structure is wrong, which
  /// `diagnostics` then says.
  mutating func layers(of kind: Origin.Fragment) -> [Fragment]? {
    layers = []
    path = []
    visits = 0
    guard let fragment = set.fragments[kind] else { return nil }
    let count = diagnostics.count
    visit(fragment)
    guard diagnostics.count == count else { return nil }
    var seen: Set<Origin.Fragment> = []
    return layers.reversed().filter { seen.insert($0.kind).inserted }.reversed()
  }

  private mutating func visit(_ fragment: Fragment) {
    guard visits < Self.maxVisits, path.count < Self.maxDepth else { return tooMany(fragment) }
    visits += 1
    totalVisits += 1
    path.append(fragment)
    defer { path.removeLast() }
    if let parent = fragment.extends { follow(parent, .profile(parent.name)) }
    for bundle in fragment.bundles { follow(bundle, .bundle(bundle.name)) }
    layers.append(fragment)
  }

  private mutating func follow(_ mention: Fragment.Mention, _ kind: Origin.Fragment) {
    guard let fragment = set.fragments[kind] else { return missing(mention, kind) }
    if let start = path.firstIndex(where: { $0.kind == kind }) {
      circle(Array(path[start...]))
    } else {
      visit(fragment)
    }
  }

  private mutating func missing(_ mention: Fragment.Mention, _ kind: Origin.Fragment) {
    let (names, code): ([String], DiagnosticCode) =
      switch kind {
      case .bundle: (set.bundleNames, .unknownBundle)
      case .profile: (set.profileNames, .unknownProfile)
      }
    let word = code == .unknownBundle ? "bundle" : "profile"
    var message = "there is no \(word) `\(mention.name.shown)`"
    let nearest = Suggestion.nearest(to: mention.name, among: names)
    if nearest == nil {
      message += names.isEmpty ? "; the file has none" : "; there is \(names.joined(separator: ", "))"
    }
    diagnostics.append(Diagnostic(.error, code, message, at: mention.range, suggestion: nearest))
  }

  /// Told from the member that comes first in the alphabet, so that every profile of the circle gives
  /// the same finding.
  private mutating func circle(_ members: [Fragment]) {
    guard let first = members.indices.min(by: { members[$0].name < members[$1].name }) else { return }
    let turned = members[first...] + members[..<first]
    let names = (turned + turned.prefix(1)).map(\.name).joined(separator: " → ")
    guard let start = turned.first, let next = turned.dropFirst().first ?? turned.first else { return }
    let (verb, mention): (String, Fragment.Mention?) =
      switch next.kind {
      case .profile: ("profiles extend one another", start.extends)
      case .bundle: ("bundles list one another", start.bundles.first { $0.name == next.name })
      }
    diagnostics.append(
      Diagnostic(.error, .cycle, "\(verb) in a circle: \(names)", at: mention?.range ?? start.range))
  }

  private mutating func tooMany(_ fragment: Fragment) {
    let finding = Diagnostic(
      .error, .limit,
      "this builds on more than \(Self.maxVisits) bundles, or \(Self.maxDepth) levels of them",
      at: path.first?.range ?? fragment.range)
    if diagnostics.last != finding { diagnostics.append(finding) }
  }
}

extension Fragment {
  var name: String { kind.name }
}
