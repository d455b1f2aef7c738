using System.Diagnostics;

namespace CniChain.Host;

/// <summary>A plugin run as a process, the way libcni runs one.</summary>
internal sealed class ExecutablePlugin(string type, string path) : IChainPlugin
{
    /// <summary>
    /// Tells a cnichain that is executed in turn which type it was executed for: when it has no assembly for it either, executing
    /// "the plugin" again would never end.
    /// </summary>
    public const string ExecutedVariable = "CNICHAIN_EXECUTED";

    // From these on, executed plugins know the verb; libcni does not ask older ones, and they would answer with an error.
    private static readonly CniVersion s_checkSince = CniVersion.V0_4_0;
    private static readonly CniVersion s_statusSince = CniVersion.V1_1_0;

    public string Type => type;

    public string Location => path;

    public bool IsExecuted => true;

    public async Task<CniResult?> InvokeAsync(PluginCall call, CancellationToken cancellationToken)
    {
        var version = call.Subject.Chain.Version;
        if (!Knows(call.Verb, version))
        {
            return null;
        }

        var run = new ProcessRun(path, Variables(call), call.Config, call.Scope);
        var output = await run.RunAsync(cancellationToken);
        if (output.ExitCode != 0)
        {
            throw await ExplainAsync(ProcessAnswer.ReadError(output, type), call, cancellationToken);
        }

        return call.Verb == CniVerb.Add
            ? ResultRules.Check(ProcessAnswer.ReadResult(output, type, version), call, type)
            : null;
    }

    /// <summary>
    /// A plugin that is older than the list's version says so in its own words to some verbs, and to others only that it does not
    /// understand. What it does speak decides what the person has to write.
    /// </summary>
    private async Task<CniException> ExplainAsync(CniException error, PluginCall call, CancellationToken cancellationToken)
    {
        var mayBeVersion = error.Code is CniErrorCode.IncompatibleVersion
            || (call.Verb is CniVerb.Status or CniVerb.Gc && error.Code is not (CniErrorCode.PluginNotAvailable or CniErrorCode.PluginNotAvailableDegraded));
        if (!mayBeVersion)
        {
            return error;
        }

        var spoken = await new VersionQuestion(path).AskAsync(call.Scope, cancellationToken);
        var version = call.Subject.Chain.Version;
        return spoken.Count == 0 || spoken.Contains(version)
            ? error
            : new CniException(
                CniErrorCode.IncompatibleVersion,
                $"{type} ({path}) does not speak CNI {version}: set \"cniVersion\" of the network to {spoken.Max()}, or install a newer {type}",
                $"it speaks {string.Join(", ", spoken)}; its own answer: {error.Message}",
                error);
    }

    private static bool Knows(CniVerb verb, CniVersion version) => verb switch
    {
        CniVerb.Check => version >= s_checkSince,
        CniVerb.Status or CniVerb.Gc => version >= s_statusSince,
        _ => true,
    };

    /// <summary>The caller's environment with this call's CNI variables; of a verb without an attachment they are left out.</summary>
    private Dictionary<string, string> Variables(PluginCall call)
    {
        var request = call.Scope.Request;
        var variables = new Dictionary<string, string>(request.Environment, StringComparer.Ordinal);
        variables.TryAdd("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables["CNI_COMMAND"] = Verbs.Name(call.Verb);
        variables["CNI_PATH"] = request.Path;
        variables[ExecutedVariable] = type;
        Set(variables, "CNI_CONTAINERID", call.Subject.Attachment?.ContainerId);
        Set(variables, "CNI_IFNAME", call.Subject.Attachment?.IfName);
        Set(variables, "CNI_NETNS", call.Subject.Attachment is null ? null : call.Subject.NetnsPath);
        Set(variables, "CNI_ARGS", call.Subject.Attachment is null ? null : call.Subject.Args.Text);
        TraceContext.Inject(Activity.Current, variables);
        return variables;
    }

    private static void Set(Dictionary<string, string> variables, string name, string? value)
    {
        if (value is null)
        {
            variables.Remove(name);
        }
        else
        {
            variables[name] = value;
        }
    }
}
