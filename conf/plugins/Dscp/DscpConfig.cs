namespace CniChain.Examples.Dscp;

/// <summary>The configuration.</summary>
internal sealed record DscpConfig
{
    /// <summary>containerd's and CRI-O's capability by which a pod's annotations come.</summary>
    public const string Capability = "io.kubernetes.cri.pod-annotations";

    /// <summary>"annotation": the annotation that holds the class; "cnichain.io/dscp" by default.</summary>
    public string Annotation { get; init; } = "cnichain.io/dscp";

    /// <summary>The class of this container: its annotation's, else "default"; null to leave its packets as they are.</summary>
    public byte? Value { get; init; }

    /// <exception cref="CniException">Code 7: names the key or annotation, its value, and what to write.</exception>
    public static DscpConfig Read(NetworkConfig config) => config.Read(root =>
    {
        var read = new DscpConfig();
        if (root.GetString("annotation") is { Length: > 0 } annotation)
        {
            read = read with { Annotation = annotation };
        }

        var fallback = Parse(root, "default", root.GetString("default"));
        var annotations = root.GetSection("runtimeConfig")?.GetSection(Capability);
        var given = annotations is null ? null : Parse(annotations, read.Annotation, annotations.GetString(read.Annotation));
        return read with { Value = given ?? fallback };
    });

    private static byte? Parse(ConfigSection section, string key, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DscpValue.TryParse(text, out var value))
        {
            return value;
        }

        section.Invalid(key, $"is \"{text}\"; give 0 to 63, or a class such as ef, cs1 or af41, in quotes");
        return null;
    }
}
