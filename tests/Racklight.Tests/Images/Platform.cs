using System.Runtime.Versioning;

// File modes, namespaces and loop devices: these tests run where the program does.
[assembly: SupportedOSPlatform("linux")]
