using System.Text;
using System.Text.Json;
using CniChain.Testing;

namespace CniChain.Host.Tests;

/// <summary>A host of a test's own: state and files in a folder that goes away, the node and the container in namespaces of their own.</summary>
internal sealed class ChainFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnichain-test-");

    public ChainFixture(Func<ChainHostOptions, ChainHostOptions>? configure = null)
    {
        Node = TestNamespace.Create();
        Container = TestNamespace.Create();
        var options = new ChainHostOptions { PluginDirectory = TestPlugins, StateDirectory = Path.Combine(Folder, "state") };
        Options = configure is null ? options : configure(options);
        Host = new ChainHost(Options);
    }

    /// <summary>The built test plugins, one folder a type.</summary>
    public static string TestPlugins { get; } = FindTestPlugins();

    public ChainHostOptions Options { get; }

    public ChainHost Host { get; }

    /// <summary>The runtime's namespace.</summary>
    public TestNamespace Node { get; }

    public TestNamespace Container { get; }

    /// <summary>A scratch folder that only root can write to.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The file that plugins record their calls in.</summary>
    public string Record => Path.Combine(Folder, "record");

    public string JournalFolder => Path.Combine(Options.StateDirectory, "attachments");

    public string[] JournalFiles => Directory.Exists(JournalFolder) ? Directory.GetFiles(JournalFolder) : [];

    /// <summary>What the one file of the journal says.</summary>
    public JournalEntry Entry => JournalReader.Read(File.ReadAllBytes(Assert.Single(JournalFiles)), out _) ?? throw new InvalidDataException("no entry");

    /// <summary>The calls recorded so far, in order.</summary>
    public JsonElement[] Records => File.Exists(Record) ? [.. File.ReadLines(Record).Select(line => JsonElement.Parse(line))] : [];

    /// <summary>The calls as "id Verb".</summary>
    public string[] Calls => [.. Records.Select(r => r.GetProperty("call").GetString()!)];

    /// <summary>A path in the scratch folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A recording plugin of a chain.</summary>
    /// <param name="id">Its name in <see cref="Calls"/>.</param>
    /// <param name="more">More members, with a leading comma.</param>
    public string Recorder(string id, string more = "") => $$"""{"type": "recorder", "id": "{{id}}", "record": "{{Record}}"{{more}}}""";

    /// <summary>A configuration with a chain.</summary>
    public static string Chain(string plugins, string more = "", string version = "1.0.0") =>
        $$"""{"cniVersion": "{{version}}", "name": "podnet", "type": "cnichain", "chain": [{{plugins}}]{{more}}}""";

    /// <summary>A request as a proper runtime makes it.</summary>
    public CniRequest Request(string command, string config) => new()
    {
        Command = command,
        ContainerId = command is "STATUS" or "GC" ? "" : "c1",
        NetnsPath = command is "STATUS" or "GC" ? "" : Container.Path,
        IfName = command is "STATUS" or "GC" ? "" : "eth0",
        Path = PathOf("cni-path"),
        Config = Encoding.UTF8.GetBytes(config),
        HostNetns = Node.Namespace,
    };

    public Task<Answer> ServeAsync(string command, string config, CancellationToken cancellationToken = default) =>
        ServeAsync(Request(command, config), cancellationToken);

    public async Task<Answer> ServeAsync(CniRequest request, CancellationToken cancellationToken = default)
    {
        var stderr = new MemoryStream();
        var reply = await Host.ServeAsync(request with { Stderr = stderr }, cancellationToken);
        return new Answer(reply.ExitCode, Encoding.UTF8.GetString(reply.Stdout.Span), Encoding.UTF8.GetString(stderr.ToArray()));
    }

    /// <summary>Puts an executable into the folder that CNI_PATH names.</summary>
    public string Script(string name, string body)
    {
        Directory.CreateDirectory(PathOf("cni-path"));
        var path = Path.Combine(PathOf("cni-path"), name);
        ProgramFile.Write(path, "#!/bin/sh\n" + body);
        return path;
    }

    /// <summary>Copies a built plugin into a folder of this test, to be broken there.</summary>
    /// <returns>The copy's folder.</returns>
    public string CopyPlugin(string type, string? asType = null)
    {
        var target = Directory.CreateDirectory(Path.Combine(PathOf("plugins"), asType ?? type)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(TestPlugins, type)))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    public void Dispose()
    {
        Node.Dispose();
        Container.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string FindTestPlugins()
    {
        // bin/<configuration>/<framework>/ of this project, whose sibling is TestPlugins.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "TestPlugins", "bin", output.Parent.Name);
    }
}
