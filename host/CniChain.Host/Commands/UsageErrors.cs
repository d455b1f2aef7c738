using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using CniChain.Host.Validation;

namespace CniChain.Host.Commands;

/// <summary>What was typed wrongly, in a sentence each and without a page of options, behind which they would scroll away.</summary>
/// <remarks>Not by the parser's own action, which writes by way of System.Console: that switches a terminal into another mode.</remarks>
internal static class UsageErrors
{
    /// <summary>The sentences; none when all is right.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var isRefused = parsed.Action is ParseErrorAction;
        if (!isRefused && parsed.Action != parsed.CommandResult.Command.Action)
        {
            // --help, --version, completion: whatever else is on the line.
            return [];
        }

        List<string> unknown = [.. Unknown(parsed)];
        if (unknown.Count > 0 || !isRefused)
        {
            return unknown;
        }

        var command = parsed.CommandResult.Command;
        return command.Subcommands.Count > 0
            ? [$"{command.Name} needs a command: {string.Join(", ", command.Subcommands.Select(static c => c.Name))}"]
            : [.. parsed.Errors.Select(static e => e.Message).Distinct()];
    }

    /// <summary>Says them on stderr.</summary>
    /// <returns>The exit status.</returns>
    public static int Tell(Terminal terminal, ParseResult parsed, IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
        {
            terminal.Complain($"error: {error}");
        }

        terminal.Complain($"see {PathOf(parsed.CommandResult)} --help", "dim");
        return 1;
    }

    /// <summary>
    /// Words that nothing takes; and those that an argument has taken although they look like an option: "ps --jsno" would list the network
    /// of that name, which has no attachments.
    /// </summary>
    private static IEnumerable<string> Unknown(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var taken = parsed.Tokens.Any(static t => t.Type == TokenType.DoubleDash)
            ? []
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static a => a.Tokens).Select(static t => t.Value);
        foreach (var word in taken.Where(static w => w.StartsWith('-') && w.Length > 1).Concat(parsed.UnmatchedTokens))
        {
            var isOption = word.StartsWith('-');
            var known = isOption ? command.Options.Select(static o => o.Name).Append("--help") : command.Subcommands.Select(static c => c.Name);
            var hint = KeySuggestion.Find(word, known) is { } near ? $"; did you mean {near}?" : "";
            yield return isOption
                ? $"{command.Name} has no option {word}{hint}"
                : command.Subcommands.Count > 0 ? $"there is no command {word}{hint}" : $"{command.Name} does not know what to do with \"{word}\"";
        }
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "cnichain";
}
