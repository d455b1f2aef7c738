namespace CniChain.Host;

/// <summary>Which variables a verb needs and what they may hold (specification 1.1.0 section 2; CNI_PATH as skel asks for it).</summary>
internal static class EnvironmentRules
{
    /// <summary>Checks in skel's order: the first value that is not valid ends it; else every missing name is reported at once.</summary>
    /// <exception cref="CniException">Code 4.</exception>
    public static void Check(CniRequest request)
    {
        var verb = Verbs.Parse(request.Command);
        var attachment = verb is { } v && Verbs.HasAttachment(v);
        var netns = attachment && verb != CniVerb.Del;
        var path = verb is not (null or CniVerb.Version);
        var missing = new List<string>(4);

        Need(missing, "CNI_COMMAND", request.Command, true);
        if (Need(missing, "CNI_CONTAINERID", request.ContainerId, attachment) && !CniNames.IsContainerId(request.ContainerId))
        {
            throw Invalid(
                $"CNI_CONTAINERID \"{request.ContainerId}\" is not valid; "
                + "start with a letter or digit and use only letters, digits, '_', '.' and '-'");
        }

        Need(missing, "CNI_NETNS", request.NetnsPath, netns);
        if (Need(missing, "CNI_IFNAME", request.IfName, attachment) && CniNames.ExplainInterfaceName(request.IfName) is { } problem)
        {
            throw Invalid($"CNI_IFNAME \"{request.IfName}\" {problem}");
        }

        Need(missing, "CNI_PATH", request.Path, path);
        if (missing.Count > 0)
        {
            var what = request.Command.Length > 0 ? $" for {request.Command}" : "";
            throw Invalid($"required environment variables [{string.Join(",", missing)}] are missing or empty{what}");
        }
    }

    /// <summary>CNI_ARGS. DEL works without them, since it has to succeed with whatever the runtime has left.</summary>
    /// <exception cref="CniException">Code 4, not for DEL.</exception>
    public static CniArgs ReadArgs(string text, CniVerb verb, ICniLog log)
    {
        try
        {
            return CniArgs.Parse(text);
        }
        catch (CniException e) when (verb == CniVerb.Del)
        {
            log.Warn($"DEL goes on without CNI_ARGS: {e.Message}");
            return CniArgs.Empty;
        }
    }

    /// <summary>Notes the variable when it is needed and empty; says whether it is needed and there.</summary>
    private static bool Need(List<string> missing, string name, string value, bool needed)
    {
        if (needed && value.Length == 0)
        {
            missing.Add(name);
        }

        return needed && value.Length > 0;
    }

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidEnvironment, message);
}
