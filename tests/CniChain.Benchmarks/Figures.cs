namespace CniChain.Benchmarks;

/// <summary>The names of the series and numbers, as tables and files show them.</summary>
internal static class Figures
{
    public const string Add = "ADD";
    public const string Check = "CHECK";
    public const string Del = "DEL";
    public const string DelNotified = "DEL, by notification";
    public const string Add8 = "ADD, 8 workers";
    public const string Check8 = "CHECK, 8 workers";
    public const string Del8 = "DEL, 8 workers";
    public const string Add32 = "ADD, 32 workers";
    public const string Check32 = "CHECK, 32 workers";
    public const string Del32 = "DEL, 32 workers";
    public const string Drain = "drain of 200, 32 workers";
    public const string AddBesideCrowded = "ADD, beside the crowded node";
    public const string AddBesideTraced = "ADD, beside the traced node";
    public const string AddBesideRefused = "ADD, beside one with no collector there";
    public const string AddBesideHung = "ADD, beside one with a collector that hangs";
    public const string AddBesideGarbage = "ADD, beside one with a collector of garbage";
    public const string DelBesideCrowded = "DEL, beside the crowded node";
    public const string DelBesideTraced = "DEL, beside the traced node";
    public const string DelBesideRefused = "DEL, beside one with no collector there";
    public const string DelBesideHung = "DEL, beside one with a collector that hangs";
    public const string DelBesideGarbage = "DEL, beside one with a collector of garbage";
    public const string Version = "VERSION";
    public const string Status = "STATUS";
    public const string FirstCall = "ADD that starts the host";
    public const string Foreground = "ADD with CNICHAIN_HOST=off";

    public const string DhcpAdd = "ADD, bridge and dhcp";
    public const string Dhcp6Add = "ADD, bridge and dhcp, IPv6";
    public const string Dhcp6Fill = "ADD, bridge and dhcp, IPv6, 16 workers";
    public const string DhcpFill = "ADD, bridge and dhcp, 16 workers";

    public const string ShimBytes = "cnichain, bytes";
    public const string IdleBytes = "idle host, resident bytes";
    public const string IdleOwnBytes = "idle host, bytes of its own";
    public const string UsedBytes = "host after the pairs, resident bytes";
    public const string UsedOwnBytes = "host after the pairs, bytes of its own";
    public const string UsedThreads = "host after the pairs, threads";
    public const string UsedDescriptors = "host after the pairs, descriptors";
    public const string PairCount = "pairs of ADD and DEL";
    public const string PairRate = "pairs a second, 8 workers";
    public const string Spans = "spans received";
}
