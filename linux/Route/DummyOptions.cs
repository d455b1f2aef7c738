namespace CniChain.Linux.Route;

/// <summary>A dummy link to create: it has addresses and drops every packet.</summary>
public sealed record DummyOptions : LinkOptions;
