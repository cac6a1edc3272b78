internal import ArgumentParser

/// How a command that lists something prints it.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
