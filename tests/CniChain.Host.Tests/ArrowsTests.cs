using System.Xml.Linq;
using CniChain.Testing;

namespace CniChain.Host.Tests;

/// <summary>Which project may know which: no plugin another plugin or the host, the contract nobody, the native front the wire alone.</summary>
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> _mayReference = new()
    {
        ["CniChain.Abstractions"] = [],
        ["CniChain.Linux"] = ["Tmds.LibC"],
        ["CniChain.Wire"] = [],
        ["CniChain.Shim"] = ["CniChain.Wire", "Tmds.LibC"],
        ["CniChain.Host"] =
        [
            "CniChain.Abstractions", "CniChain.Linux", "CniChain.Wire", "McMaster.NETCore.Plugins", "OpenTelemetry",
            "OpenTelemetry.Exporter.OpenTelemetryProtocol", "System.CommandLine", "Spectre.Console", "Tmds.LibC",
        ],
    };

    private static readonly string[] _plugin = ["CniChain.Abstractions", "CniChain.Linux"];

    [Fact]
    public void ProductProjects_ReferenceOnlyWhatTheyMay()
    {
        var projects = new[] { "abstractions", "linux", "host", "plugins" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(RepositoryPaths.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .ToList();
        Assert.True(projects.Count >= 10, $"only {projects.Count} projects were found below {RepositoryPaths.Root}");

        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var allowed = _mayReference.GetValueOrDefault(name) ?? (name.StartsWith("CniChain.Plugins.", StringComparison.Ordinal) ? _plugin : null);
            Assert.True(allowed is not null, $"{name} is new: say here what it may reference");
            Assert.All(References(project), reference => Assert.True(allowed.Contains(reference), $"{name} must not reference {reference}"));
        }
    }

    /// <summary>The project's own references and those of the Directory.Build.props above it; analyzers are not part of what is built.</summary>
    private static IEnumerable<string> References(string project)
    {
        var files = new List<string> { project };
        for (var folder = Path.GetDirectoryName(project)!; folder.Length >= RepositoryPaths.Root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            var props = Path.Combine(folder, "Directory.Build.props");
            files.AddRange(File.Exists(props) ? [props] : []);
        }

        return files.SelectMany(file => XDocument.Load(file).Descendants())
            .Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference" && (string?)e.Attribute("PrivateAssets") != "all")
            .Select(e => Name((string)e.Attribute("Include")!));
    }

    private static string Name(string include) =>
        include.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(include) : include;
}
