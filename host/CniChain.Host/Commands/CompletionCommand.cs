using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain completion bash|zsh|fish</c>: prints what makes a shell complete this command's words.</summary>
/// <remarks>The words come from the parser itself, by System.CommandLine's [suggest] directive, so nothing has to be kept in step.</remarks>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _cnichain() {
          local IFS=$'\n'
          COMPREPLY=($(cnichain "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _cnichain cnichain
        """;

    private const string Zsh =
        """
        _cnichain() {
          compadd -- "${(f)$(cnichain "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}"
        }
        compdef _cnichain cnichain
        """;

    private const string Fish =
        """
        complete -f -c cnichain -a '(cnichain "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("completion", "Print the shell's completion script, as: eval \"$(cnichain completion bash)\"");
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        command.Add(shell);
        command.SetAction(parsed => context.Output.WriteLine(parsed.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
