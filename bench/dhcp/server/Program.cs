using Racklight.Tests.NetBoot.Dhcp;

return await LeaseServerProgram.RunAsync(args);
