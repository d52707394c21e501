"""Our linear models on public benchmarks; nothing here is used in service."""
