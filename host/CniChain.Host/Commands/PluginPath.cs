using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary>Where plugins that are executables lie.</summary>
internal static class PluginPath
{
    // Where Debian, Fedora and the runtimes' own packages put them.
    public const string Default = "/opt/cni/bin:/usr/lib/cni:/usr/libexec/cni";

    public static Option<string?> NewOption() => new("--cni-path")
    {
        Description = $"Where plugins that are executables lie. [$CNI_PATH, {Default}]",
        HelpName = "DIR:DIR",
    };

    /// <summary>The folders: what was typed, else the variable's, else the usual ones.</summary>
    public static string Of(CommandContext context, string? given) =>
        given ?? (context.Variable("CNI_PATH") is { Length: > 0 } set ? set : Default);
}
