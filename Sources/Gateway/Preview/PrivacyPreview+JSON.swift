internal import Configuration
internal import PrivacyCatalogue
internal import TelemetryEngine

extension PrivacyPreview {
  /// `{"input", "requests": [{"signal", "bytes"}], "results": [{"mode", "profile", "items": {"received",
  /// "kept", "rejected"}, "changed", "leftOut", "rules": {NAME: COUNT}, "changes": [{"request", "signal",
  /// "path", "rules": [NAME], "before", "after"}]}]}`.
  ///
  /// `bytes` is the request's length as protobuf. `changed` counts places that hold something else,
  /// `leftOut` those that are gone: together they are as many as `changes`. `request` is counted from 1.
  /// `profile` is null for a mode by itself, `after` for what is left out. Texts are whole.
  package var json: String {
    let document: JSONText = [
      "input": .string(input),
      "requests": .array(
        requests.map { ["signal": .string($0.signal.name), "bytes": .integer($0.bytes.count)] }),
      "results": .array(results.map(\.json)),
    ]
    return document.pretty + "\n"
  }
}

extension PrivacyPreview.Result {
  fileprivate var json: JSONText {
    [
      "mode": .string(mode.rawValue), "profile": JSONText(profile),
      "items": [
        "received": .integer(received), "kept": .integer(kept), "rejected": .integer(received - kept),
      ],
      "changed": .integer(changes.count - leftOut), "leftOut": .integer(leftOut),
      "rules": .object(rules.map { JSONText.Member($0.rule.name, .integer($0.count)) }),
      "changes": .array(changes.map(\.json)),
    ]
  }
}

extension PrivacyPreview.Change {
  fileprivate var json: JSONText {
    [
      "request": .integer(request), "signal": .string(signal.name), "path": .string(place.path),
      "rules": .array(place.rules.map { .string($0.name) }), "before": .string(place.before),
      "after": JSONText(place.after),
    ]
  }
}
