using System.CommandLine;
using System.CommandLine.Parsing;

namespace CniChain.Host.Commands;

/// <summary>What every verb takes: the network, where to find it, and how to answer.</summary>
internal sealed class NetworkOptions
{
    private const string DefaultFolder = "/etc/cni/net.d";

    private readonly CommandContext _context;

    // With a name for help, help does not list what completion would offer, and so reads no file.
    private readonly Argument<string> _network = new("NETWORK")
    {
        Description = "The network's name, as the files of the folder give it.",
        HelpName = "NETWORK",
    };

    private readonly Option<string?> _folder = new("--net-dir")
    {
        Description = $"The folder of network configurations. [$NETCONFPATH, {DefaultFolder}]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _cniPath = PluginPath.NewOption();

    private readonly Option<bool> _json = new("--json") { Description = "Answer in JSON, errors too." };

    private readonly Option<bool> _trace = new("--trace") { Description = "Show on stderr what took how long." };

    public NetworkOptions(Command command, CommandContext context)
    {
        _context = context;
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

    public string Folder(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(_folder) ?? Set("NETCONFPATH") ?? DefaultFolder);

    public string CniPath(ParseResult parsed) => PluginPath.Of(_context, parsed.GetValue(_cniPath));

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public bool Trace(ParseResult parsed) => parsed.GetValue(_trace);

    private string? Set(string variable) => _context.Variable(variable) is { Length: > 0 } value ? value : null;
}
