using System.IO.Compression;
using System.Xml.Linq;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>What stands in the packages that a plugin's author gets.</summary>
[Collection(nameof(Packages))]
public sealed class PackagesTests(Packages packages)
{
    [Theory]
    [InlineData("CniChain.Abstractions")]
    [InlineData("CniChain.Linux")]
    [InlineData("CniChain.Testing")]
    public void Library_Packed_HasDocumentationSymbolsAndLicence(string name)
    {
        using var package = Open(name);
        using var symbols = Open(name, ".snupkg");

        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("LICENSE"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{name}.pdb"));
    }

    [Fact]
    public void Abstractions_DependsOnNothing()
    {
        using var package = Open("CniChain.Abstractions");

        Assert.Empty(Dependencies(package));
    }

    // It uses internals of CniChain.Linux: another version would fail at run time, by a missing member.
    [Theory]
    [InlineData("CniChain.Abstractions")]
    [InlineData("CniChain.Linux")]
    public void Testing_DependsOnExactlyTheVersionItWasBuiltWith(string name)
    {
        using var package = Open("CniChain.Testing");

        Assert.Equal($"[{Version(name)}]", Dependencies(package)[name]);
    }

    [Fact]
    public void Template_RefersToThePackagesOfItsOwnRelease()
    {
        using var package = Open("CniChain.Templates");
        var own = Version("CniChain.Templates");
        var references = package.Entries
            .Where(static e => e.Name.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(static e => Load(e).Descendants("PackageReference"))
            .Where(static r => r.Attribute("Include")!.Value.StartsWith("CniChain.", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Equal(own, reference.Attribute("Version")!.Value));
    }

    private ZipArchive Open(string name, string ending = ".nupkg") => ZipFile.OpenRead(Path.Combine(packages.Folder, $"{name}.{Version(name)}{ending}"));

    // "CniChain.Linux.0.1.0.nupkg"
    private string Version(string name) =>
        Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(packages.Folder, $"{name}.*.nupkg")))[(name.Length + 1)..];

    private static Dictionary<string, string> Dependencies(ZipArchive package) =>
        Load(Assert.Single(package.Entries, static e => e.Name.EndsWith(".nuspec", StringComparison.Ordinal)))
            .Descendants()
            .Where(static e => e.Name.LocalName == "dependency")
            .ToDictionary(static e => e.Attribute("id")!.Value, static e => e.Attribute("version")!.Value, StringComparer.Ordinal);

    private static XDocument Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream);
    }
}
