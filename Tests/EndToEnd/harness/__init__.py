"""What the end-to-end tests share: the gateway's process, collectors, senders, and the accounting oracle."""
