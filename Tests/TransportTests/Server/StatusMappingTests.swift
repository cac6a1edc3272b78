import TelemetryEngine
import Testing
import Transport

@Suite struct StatusMappingTests {
  @Test(arguments: [
    (RPCCode.invalidArgument, nil as Duration?, 400), (.unauthenticated, nil, 401),
    (.permissionDenied, nil, 403), (.unimplemented, nil, 404), (.notFound, nil, 404),
    (.resourceExhausted, nil, 413), (.resourceExhausted, .seconds(1), 429), (.unavailable, nil, 503),
    (.unavailable, .seconds(1), 503), (.cancelled, nil, 503), (.deadlineExceeded, nil, 503),
    (.aborted, nil, 503), (.outOfRange, nil, 503), (.dataLoss, nil, 503), (.internal, nil, 500),
    (.unknown, nil, 500), (.alreadyExists, nil, 500), (.failedPrecondition, nil, 500),
  ])
  func onlyWhatMayBeRetriedGetsARetryableCode(code: RPCCode, delay: Duration?, http: Int) {
    let status = RPCStatus(code: code, message: "", retryDelay: delay)
    #expect(HTTPStatus.code(for: status) == http)
    let overGRPC = ExportRefusal(status: .grpc(code), message: "", retryAfter: delay)
    let overHTTP = ExportRefusal(status: .http(http), message: "", retryAfter: delay)
    #expect(overGRPC.isRetryable == overHTTP.isRetryable)
  }

  @Test(arguments: [
    (Duration.milliseconds(1), Int64(1)), (.milliseconds(500), 1), (.seconds(1), 1), (.milliseconds(1001), 2),
    (.zero, 1), (.seconds(30), 30),
  ])
  func retryAfterIsRoundedUp(delay: Duration, seconds: Int64) {
    #expect(HTTPStatus.retryAfter(delay) == seconds)
  }

  @Test func messagesArePercentEncoded() {
    #expect(percentEncoded("a b~") == "a b~")
    #expect(percentEncoded("50%\nü") == "50%25%0A%C3%BC")
  }

  @Test(
    arguments: zip(
      ["", "f", "fo", "foo", "foob", "fooba", "foobar"],
      ["", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"]))
  func binaryHeadersAreBase64WithoutPadding(text: String, expected: String) {
    #expect(base64Unpadded(Array(text.utf8)) == expected)
  }
}
