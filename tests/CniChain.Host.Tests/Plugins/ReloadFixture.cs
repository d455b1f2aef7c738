using System.Text;
using CniChain.Host.Resident;
using CniChain.Testing;

namespace CniChain.Host.Tests.Plugins;

/// <summary>A host that stays, with a plugin, "changing" or another that has a version, in a local directory where a test replaces it.</summary>
internal sealed class ReloadFixture : IDisposable
{
    private const string Literal = "version-0000";
    private readonly OperationGate _gate = new(8, 64);
    private readonly ChainFixture _files = new();
    private readonly string _type;
    private int _attachment;

    public ReloadFixture(string type = "changing")
    {
        _type = type;
        Directory.CreateDirectory(_files.PathOf("plugins"));
        Fixture = new ChainFixture(o => o with { LocalPluginDirectory = _files.PathOf("plugins"), PluginDirectory = _files.PathOf("none"), DataDirectory = _files.PathOf("data"), Gate = _gate, Watch = Watch, Log = Log });
    }

    public ChainFixture Fixture { get; }

    public HostWatch Watch { get; } = new();

    /// <summary>The host's own log.</summary>
    public FakeLog Log { get; } = new();

    public string Folder => Path.Combine(_files.PathOf("plugins"), Assembly);

    public string Main => Path.Combine(Folder, Assembly + ".dll");

    public PluginListing Listing => Fixture.Host.Catalog.List().Single(l => l.File.Types.Contains(_type));

    private string Assembly => char.ToUpperInvariant(_type[0]) + _type[1..];

    public string PathOf(string name) => _files.PathOf(name);

    public string CopyPlugin(string type, string asType) => _files.CopyPlugin(type, asType);

    /// <summary>The built plugin with another version.</summary>
    public byte[] Build(int version)
    {
        var bytes = File.ReadAllBytes(Path.Combine(ChainFixture.TestPlugins, _type, Assembly + ".dll"));
        var at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Literal));
        Encoding.Unicode.GetBytes($"version-{version:0000}").CopyTo(bytes, at);
        return bytes;
    }

    /// <summary>Installs a version as a careful installer does, by rename.</summary>
    public void Install(int version)
    {
        if (!Directory.Exists(Folder))
        {
            _files.CopyPlugin(_type, Assembly);
        }

        File.WriteAllBytes(Main + ".new", Build(version));
        File.Move(Main + ".new", Main, overwrite: true);
    }

    /// <summary>One ADD of a container of its own.</summary>
    public Task<Answer> AddAsync(string more = "") => Fixture.ServeAsync(
        Fixture.Request("ADD", ChainFixture.Chain($$"""{"type": "{{_type}}"{{more}}}""")) with { ContainerId = $"c{Interlocked.Increment(ref _attachment)}" });

    /// <summary>The version that an ADD is served by.</summary>
    public async Task<string> VersionAsync(string more = "") => VersionOf(await AddAsync(more));

    public static string VersionOf(Answer answer)
    {
        answer.AssertSuccess();
        return answer.Json.GetProperty("interfaces")[0].GetProperty("name").GetString()!;
    }

    public void Dispose()
    {
        Fixture.Dispose();
        _files.Dispose();
        _gate.Dispose();
        Watch.Dispose();
    }
}
