namespace CniChain.EndToEnd.Tests.Author;

/// <summary>The tests that share <see cref="Packages"/>.</summary>
[CollectionDefinition(nameof(Packages))]
public sealed class PackagesGroup : ICollectionFixture<Packages>;
