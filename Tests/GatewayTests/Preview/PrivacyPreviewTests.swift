import Configuration
import Gateway
import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct PrivacyPreviewTests {
  private func requests(_ bodies: [String]) throws -> [PreviewRequest] {
    let lines = bodies.map {
      #"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"#
        + #""scopeLogs":[{"logRecords":[{"body":{"stringValue":"\#($0)"}}]}]}]}"#
    }
    return try PreviewRequest.all(in: Array(lines.joined(separator: "\n").utf8), only: nil)
  }

  private func text(_ bodies: [String], _ plans: [PreviewPlan], in style: TextStyle = .plain) throws -> String
  {
    try PrivacyPreview(of: requests(bodies), input: "-", plans: plans).text(in: style)
  }

  @Test func nothingToShowIsSaid() throws {
    let plans = [PreviewPlan(.minimal), PreviewPlan(.balanced)]
    #expect(
      try text(["done"], plans)
        == "minimal: nothing changes in 1 item\n\nbalanced: nothing changes in 1 item\n")
  }

  @Test func aChangeIsShownWithItsPlaceAndRule() throws {
    #expect(
      try text(["from 10.1.2.3", "done"], [PreviewPlan(.balanced)]) == """
        balanced: 1 changed in 2 items (ip_address 1)

          request 1: resource_logs[0].scope_logs[0].log_records[0].body  [ip_address]
            - from 10.1.2.3
            + from 10.1.2.0

        """)
  }

  @Test func longTextsAreShortenedAroundTheChange() throws {
    let filler = String(repeating: "word ", count: 40)
    let shown = try text([filler + "10.1.2.3 " + filler + "10.1.2.4"], [PreviewPlan(.balanced)])
    let cut = "…word word word word word 10.1.2."
    let between = " word word word word word word w"
    let lines = shown.split(separator: "\n").suffix(2)
    #expect(lines == ["    - \(cut)3\(between)\(cut)4", "    + \(cut)0\(between)\(cut)0"])
  }

  @Test func nothingShownActsOnATerminal() throws {
    let shown = try text([#"\u001b[31m\n\t\u202e 10.1.2.3"#], [PreviewPlan(.balanced)])
    #expect(shown.contains(#"    - \u{1b}[31m\n\t\u{202e} 10.1.2.3"#))
  }

  @Test func coloursAreOnlyInColouredText() throws {
    let plan = [PreviewPlan(.balanced)]
    #expect(try !text(["10.1.2.3"], plan).contains("\u{1b}"))
    #expect(try text(["10.1.2.3"], plan, in: .coloured).contains("10.1.2.\u{1b}[32m0\u{1b}[0m"))
  }

  @Test func aProfileHasItsOwnRulesUnderAnyMode() throws {
    var configuration = GatewayConfiguration()
    configuration.privacy.mode = .balanced
    configuration.privacy.replacement = "(gone)"
    configuration.privacy.redact = ["service.name"]
    configuration.privacy.perSignal[.logs] = GatewayConfiguration.SignalPrivacy()
    configuration.privacy.perSignal[.logs]?.mode = .minimal
    let requests = try requests(["Bearer abcdefghijklmnop from 10.1.2.3"])
    let plans = [
      PreviewPlan(configuration, profile: "ci"), PreviewPlan(configuration, profile: "ci", mode: .balanced),
    ]
    let results = try PrivacyPreview(of: requests, input: "-", plans: plans).results
    #expect(results.map(\.mode) == [.balanced, .balanced])
    #expect(
      results.map { $0.rules.map(\.rule) } == [
        [.authorization, .ownRedact], [.authorization, .ipAddress, .ownRedact],
      ])
    #expect(results.allSatisfy { $0.changes.contains { $0.place.after?.contains("(gone)") == true } })
  }

  @Test func samplingLeavesNothingOut() throws {
    var configuration = GatewayConfiguration()
    configuration.sampling.sampler = .alwaysOff
    let span =
      #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01020304050607080102030405060708","#
      + #""spanId":"0102030405060708"}]}]}]}"#
    let requests = try PreviewRequest.all(in: Array(span.utf8), only: nil)
    let preview = try PrivacyPreview(
      of: requests, input: "-", plans: [PreviewPlan(configuration, profile: "default")])
    #expect(preview.results.map(\.kept) == [1])
  }

  @Test func rejectedItemsAreSaid() throws {
    let span = #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"no ids of user@example.com"}]}]}]}"#
    let requests = try PreviewRequest.all(in: Array(span.utf8), only: nil)
    let preview = try PrivacyPreview(of: requests, input: "-", plans: [PreviewPlan(.balanced)])
    #expect(
      preview.text(in: .plain) == """
        balanced: nothing changes in 1 item
          1 spans rejected; the first, number 1: trace_id must be 16 bytes that are not all zero

        """)
  }

  @Test func theJSONHasEverything() throws {
    let preview = try PrivacyPreview(
      of: requests(["from 10.1.2.3"]), input: "in.jsonl", plans: [PreviewPlan(.balanced)])
    #expect(
      preview.json == """
        {
          "input": "in.jsonl",
          "requests": [
            {
              "signal": "logs",
              "bytes": 49
            }
          ],
          "results": [
            {
              "mode": "balanced",
              "profile": null,
              "items": {
                "received": 1,
                "kept": 1,
                "rejected": 0
              },
              "changed": 1,
              "leftOut": 0,
              "rules": {
                "ip_address": 1
              },
              "changes": [
                {
                  "request": 1,
                  "signal": "logs",
                  "path": "resource_logs[0].scope_logs[0].log_records[0].body",
                  "rules": [
                    "ip_address"
                  ],
                  "before": "from 10.1.2.3",
                  "after": "from 10.1.2.0"
                }
              ]
            }
          ]
        }

        """)
  }
}
