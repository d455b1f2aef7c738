namespace CniChain.Host;

/// <summary>CNI_COMMAND's words and the verbs they stand for, REPAIR being our own. Case counts, as it does to skel.</summary>
internal static class Verbs
{
    public static CniVerb? Parse(string command) => command switch
    {
        "ADD" => CniVerb.Add,
        "DEL" => CniVerb.Del,
        "CHECK" => CniVerb.Check,
        "STATUS" => CniVerb.Status,
        "GC" => CniVerb.Gc,
        "VERSION" => CniVerb.Version,
        "REPAIR" => CniVerb.Repair,
        _ => null,
    };

    public static string Name(CniVerb verb) => verb switch
    {
        CniVerb.Add => "ADD",
        CniVerb.Del => "DEL",
        CniVerb.Check => "CHECK",
        CniVerb.Status => "STATUS",
        CniVerb.Gc => "GC",
        CniVerb.Repair => "REPAIR",
        _ => "VERSION",
    };

    /// <summary>Whether the verb is about one attachment.</summary>
    public static bool HasAttachment(CniVerb verb) => verb is CniVerb.Add or CniVerb.Del or CniVerb.Check;
}
