using System.CommandLine;
using System.CommandLine.Parsing;

namespace CniChain.Host.Commands;

/// <summary>What every verb takes: the network, where to find it, and how to answer.</summary>
internal sealed class NetworkOptions
{
    private const string DefaultFolder = "/etc/cni/net.d";

    private readonly CommandContext _context;

    private readonly Argument<string> _network;

    private readonly Option<string?> _folder = new("--net-dir")
    {
        Description = $"The folder of network configurations. [$NETCONFPATH, {DefaultFolder}]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _cniPath = PluginPath.NewOption();

    private readonly Option<bool> _json = new("--json") { Description = "Answer in JSON, errors too." };

    private readonly Option<bool> _trace = new("--trace") { Description = "Show on stderr what took how long." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="context">The world around.</param>
    /// <param name="takesFile">Whether the network may also be named by a file.</param>
    public NetworkOptions(Command command, CommandContext context, bool takesFile = false)
    {
        _context = context;

        // With a name for help, help does not list what completion would offer, and so reads no file.
        _network = new Argument<string>("NETWORK")
        {
            Description = "The network's name, as the files of the folder give it" + (takesFile ? ", or a file." : "."),
            HelpName = takesFile ? "FILE|NETWORK" : "NETWORK",
        };
        _network.CompletionSources.Add(completion => new NetworkFolder(Folder(completion.ParseResult), _ => { }).Names());
        command.Add(_network);
        command.Add(_folder);
        command.Add(_cniPath);
        command.Add(_json);
        command.Add(_trace);
    }

    /// <summary>Whether there is a network's name at all; without one the parser says so.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_network) is { Tokens.Count: > 0 };

    public string Network(ParseResult parsed) => parsed.GetRequiredValue(_network);

    public string Folder(ParseResult parsed) => parsed.GetValue(_folder) is { } given ? Path.GetFullPath(given) : FolderOf(_context);

    /// <summary>The folder that is meant where none is named.</summary>
    public static string FolderOf(CommandContext context) =>
        Path.GetFullPath(context.Variable("NETCONFPATH") is { Length: > 0 } set ? set : DefaultFolder);

    /// <summary>The network that is meant.</summary>
    /// <exception cref="CniException">Code 7: not there, or its file cannot be used.</exception>
    public NetworkList Find(ParseResult parsed, Action<string> warn)
    {
        var name = Network(parsed);

        // No network's name has a '/' or ends so; only a command that takes files is given such.
        return name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".conflist", StringComparison.Ordinal)
            ? NetworkFolder.Load(Path.GetFullPath(name))
            : new NetworkFolder(Folder(parsed), warn).Find(name);
    }

    public string CniPath(ParseResult parsed) => PluginPath.Of(_context, parsed.GetValue(_cniPath));

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public bool Trace(ParseResult parsed) => parsed.GetValue(_trace);
}
