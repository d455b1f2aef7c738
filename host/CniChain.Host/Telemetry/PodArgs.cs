namespace CniChain.Host;

/// <summary>The pod that CNI_ARGS names, as kubelet's runtimes write it.</summary>
/// <param name="Name">K8S_POD_NAME; null when absent.</param>
/// <param name="Namespace">K8S_POD_NAMESPACE; null when absent.</param>
/// <param name="Uid">K8S_POD_UID; null when absent.</param>
internal readonly record struct PodArgs(string? Name, string? Namespace, string? Uid)
{
    /// <summary>"namespace/name"; null when CNI_ARGS names no pod.</summary>
    public string? Title => Name is null ? null : Namespace is null ? Name : $"{Namespace}/{Name}";

    /// <summary>Reads it. What is wrong with the variable is for others to say.</summary>
    public static PodArgs Read(string args)
    {
        if (!args.Contains("K8S_POD_", StringComparison.Ordinal))
        {
            return default;
        }

        string? name = null, space = null, uid = null;
        foreach (var range in args.AsSpan().Split(';'))
        {
            var pair = args.AsSpan(range);
            var at = pair.IndexOf('=');
            if (at <= 0 || at == pair.Length - 1)
            {
                continue;
            }

            switch (pair[..at])
            {
                case "K8S_POD_NAME":
                    name = pair[(at + 1)..].ToString();
                    break;
                case "K8S_POD_NAMESPACE":
                    space = pair[(at + 1)..].ToString();
                    break;
                case "K8S_POD_UID":
                    uid = pair[(at + 1)..].ToString();
                    break;
            }
        }

        return new PodArgs(name, space, uid);
    }
}
