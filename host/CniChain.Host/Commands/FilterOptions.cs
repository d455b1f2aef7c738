using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary>The options by which trace, top, ps, leases and show choose, the same in each; a command adds those that mean something to it.</summary>
internal sealed class FilterOptions
{
    // VERSION is answered before there is anything to show.
    private static readonly string[] s_verbs = ["ADD", "DEL", "CHECK", "STATUS", "GC", "REPAIR"];

    private readonly Command _command;
    private readonly CommandContext _context;
    private Option<string?>? _network;
    private Option<string?>? _container;
    private Option<string?>? _verb;
    private Option<bool>? _failed;
    private Option<double>? _slower;

    public FilterOptions(Command command, CommandContext context)
    {
        _command = command;
        _context = context;
    }

    public FilterOptions WithNetwork()
    {
        _network = Add(new Option<string?>("--network") { Description = "Only this network's.", HelpName = "NETWORK" });
        _network.CompletionSources.Add(_ => JournalView.Networks(_context));
        return this;
    }

    public FilterOptions WithContainer()
    {
        _container = Add(new Option<string?>("--container")
        {
            Description = "Only those of the container whose id begins so, or of the pod namespace/name.",
            HelpName = "ID|POD",
        });
        _container.CompletionSources.Add(_ => JournalView.ContainerIds(_context));
        return this;
    }

    public FilterOptions WithVerb()
    {
        _verb = Add(new Option<string?>("--verb") { Description = $"Only this verb's: {string.Join(", ", s_verbs)}.", HelpName = "VERB" });
        _verb.CompletionSources.Add(s_verbs);
        _verb.Validators.Add(result =>
        {
            if (VerbOf(result.GetValueOrDefault<string?>()) is { } given && !s_verbs.Contains(given))
            {
                result.AddError($"--verb: there is no {given}; give one of {string.Join(", ", s_verbs)}");
            }
        });
        return this;
    }

    public FilterOptions WithFailed()
    {
        _failed = Add(new Option<bool>("--failed") { Description = "Only what failed." });
        return this;
    }

    public FilterOptions WithSlower()
    {
        _slower = Add(new Option<double>("--slower") { Description = "Only those that took longer.", HelpName = "MILLISECONDS" });
        _slower.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 1e9))
            {
                result.AddError("--slower: give a number of milliseconds, such as 20");
            }
        });
        return this;
    }

    /// <summary>What was typed.</summary>
    public OperationFilter Read(ParseResult parsed) => new()
    {
        Network = Value(parsed, _network),
        Container = Value(parsed, _container),
        Verb = VerbOf(Value(parsed, _verb)),
        Failed = Value(parsed, _failed),
        Slower = TimeSpan.FromMilliseconds(Value(parsed, _slower)),
    };

    private static T? Value<T>(ParseResult parsed, Option<T>? option) => option is null ? default : parsed.GetValue(option);

    /// <summary>As the environment of a call has it; a person may type "add", as in the command of that name.</summary>
    private static string? VerbOf(string? given) => given?.ToUpperInvariant();

    private T Add<T>(T option)
        where T : Option
    {
        _command.Add(option);
        return option;
    }
}
