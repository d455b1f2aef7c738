#if NFT_PENDING
namespace CniChain.Linux.Nftables { internal sealed class NftSocket : IDisposable { public static NftSocket Open(CniChain.Linux.NetworkNamespace n) => new(); public void GetTables() { } public void Dispose() { } } }
namespace CniChain.Plugins.Bridge.Nat { internal static class Masquerade {
  public static void Add(NetworkSide h, IReadOnlyList<CniIp> i, Attachment a, ICniLog l) {} public static void Remove(NetworkSide h, IReadOnlyList<CniIp>? i, Attachment a) {} public static void Collect(NetworkSide h, StaleOwners s) {} public static void Check(NetworkSide h, IReadOnlyList<CniIp> i, Attachment a, List<string> p) {} } }
namespace CniChain.Plugins.Bridge.Spoof { internal static class SpoofCheck {
  public static void Add(NetworkSide h, Links.VethPair v, Attachment a) {} public static void Remove(NetworkSide h, CniResult? r, Attachment a) {} public static void Collect(NetworkSide h, StaleOwners s) {} public static void Check(NetworkSide h, CniChain.Linux.Route.Link p, CniChain.Linux.Route.Link e, Attachment a, List<string> l) {} } }
#endif
